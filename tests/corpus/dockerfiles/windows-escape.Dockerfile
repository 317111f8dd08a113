# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
WORKDIR C:\app
RUN Invoke-WebRequest https://example.com/a.zip -OutFile C:\a.zip; `
    Expand-Archive C:\a.zip -DestinationPath C:\app; `
    Remove-Item C:\a.zip
COPY . .
CMD ["C:\\app\\run.exe"]
