//! Files that a Node program only hands out, which nginx does as well.
//!
//! What the server's options mean follows the help of `serve` and of `http-server`; others are left alone.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::entry::Entry;
use super::places::{join, name};

/// Where nginx finds the files.
pub(super) const ROOT: &str = "/usr/share/nginx/html";

/// What is handed out.
pub(super) struct Site {
    /// The folder, as it is written.
    folder: String,
    port: u16,
    /// Paths without a file get the first page.
    is_single_page: bool,
}

/// Whether all that is started is a server of files.
#[must_use]
pub(in super::super) fn serves_files(entry: &Entry<'_>) -> bool {
    read(entry).is_some()
}

fn read(entry: &Entry<'_>) -> Option<Site> {
    let mut words = entry.words.iter().map(|word| &**word).peekable();
    words.next_if(|word| *word == "npx");
    while words.next_if(|word| matches!(*word, "-y" | "--yes")).is_some() {}
    let (port, is_single_page) = match name(words.next()?).split('@').next()? {
        "serve" => (3000, false),
        "http-server" => (8080, false),
        _ => return None,
    };
    let mut site = Site { folder: String::new(), port, is_single_page };
    while let Some(word) = words.next() {
        match word {
            "-s" | "--single" if port == 3000 => site.is_single_page = true,
            "-l" | "--listen" | "-p" | "--port" => site.port = words.next()?.rsplit(':').next()?.parse().ok()?,
            "-n" | "--no-clipboard" | "-L" | "--no-request-logging" | "--no-port-switching" => {}
            word if word.starts_with('-') || entry.needs_shell || !site.folder.is_empty() => return None,
            word => site.folder = word.to_string(),
        }
    }
    (site.port >= 1024 && !site.folder.is_empty()).then_some(site)
}

/// The folder, and the settings under which nginx hands it out as a user that is not root.
#[must_use]
pub(super) fn for_nginx(entry: &Entry<'_>, workdir: &str, nl: &str) -> Option<(String, Vec<String>)> {
    let site = read(entry)?;
    let otherwise = if site.is_single_page { "/index.html" } else { "\\$uri.html =404" };
    // Pages and their paths are written to places that any user may write to.
    let mut text = String::from("RUN printf \"%s\\n\"");
    let paths = "client_body proxy fastcgi uwsgi scgi".split(' ').map(|name| format!("{name}_temp_path /tmp/{name};"));
    let lines = ["pid /tmp/nginx.pid;", "error_log /dev/stderr;", "events {}", "http {", "include mime.types;", "access_log /dev/stdout;"];
    let listen = format!("listen {};", site.port);
    let root = format!("root {ROOT};");
    let files = format!("location / {{ try_files \\$uri \\$uri/ {otherwise}; }}");
    let server = ["server {", &listen, &root, &files, "}", "}"];
    for line in lines.into_iter().map(String::from).chain(paths).chain(server.map(String::from)) {
        text += &format!(" \\{nl}    \"{line}\"");
    }
    text += &format!(" \\{nl}    > /etc/nginx/nginx.conf");
    Some((join(workdir, &site.folder), Vec::from([text])))
}
