//! A file server for the built page that rebuilds when a source changes.
//!
//! For development: it listens on this machine only, answers GET and HEAD, and reads nothing outside the site's folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};

use crate::run::{say, seconds};
use crate::site::{self, Mode};
use crate::{root, shown, target_dir};

/// Crates whose changes never reach the page.
const NOT_IN_THE_PAGE: &[&str] = &["xtask", "cli", "kubewarden"];

/// How often the sources are looked at.
const WATCH_INTERVAL: Duration = Duration::from_millis(400);

/// A request's head may be this long.
const HEAD_LIMIT: u64 = 16 * 1024;

/// Builds the page, serves it, and goes on until it is stopped.
///
/// # Errors
/// Where the port is taken or the first build fails.
pub(crate) fn serve(release: bool, port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("cannot listen on 127.0.0.1:{port}; `--port N` takes another port"))?;
    let mode = Mode::from_release(release);
    let folder = target_dir().join("web/site").join(mode.profile());
    let mut seen = sources();
    build(mode, &folder)?;
    let server = Server::of(&folder)?;

    say(&format!("the playground is on http://{}/ (Ctrl-C ends it)", listener.local_addr()?));
    if mode == Mode::Quick {
        say("this is the quick build; `--release` gives the small and fast one");
    }
    thread::spawn(move || {
        loop {
            thread::sleep(WATCH_INTERVAL);
            let now = sources();
            if now != seen {
                say(&format!("{} changed, rebuilding", difference(&seen, &now)));
                seen = now;
                rebuild(mode, &folder);
            }
        }
    });
    accept(&listener, &Arc::new(server));
    Ok(())
}

/// Serves a built site from a thread, on a port of the system's choice, and gives its address.
///
/// # Errors
/// Where the site has no page.
pub(crate) fn in_background(folder: &Path) -> Result<String> {
    let server = Arc::new(Server::of(folder)?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || accept(&listener, &server));
    Ok(address)
}

fn accept(listener: &TcpListener, server: &Arc<Server>) {
    for connection in listener.incoming().flatten() {
        let server = Arc::clone(server);
        // A browser that goes away in the middle of an answer is no news.
        thread::spawn(move || server.answer(connection).ok());
    }
}

/// The site without what would show an older build of it.
fn build(mode: Mode, folder: &Path) -> Result<()> {
    site::build(mode, folder)?;
    site::without_offline(folder)
}

fn rebuild(mode: Mode, folder: &Path) {
    let started = Instant::now();
    match build(mode, folder) {
        Ok(()) => say(&format!("rebuilt in {}: reload the page", seconds(started.elapsed()))),
        Err(error) => say(&format!("{error:#}\nxtask: not rebuilt; the last good page stays up, and the next change tries again")),
    }
}

type Sources = BTreeMap<PathBuf, SystemTime>;

/// Every file the page is made of, with its time of change.
fn sources() -> Sources {
    let mut found = Sources::new();
    for file in ["index.html", "Cargo.toml", "Cargo.lock", "package-lock.json"] {
        note(&root().join(file), &mut found);
    }
    for file in site::CORE_ENTRY {
        note(&root().join("pkg").join(file), &mut found);
    }
    walk(&root().join("web"), &mut found);
    for entry in fs::read_dir(root().join("crates")).into_iter().flatten().flatten() {
        if !NOT_IN_THE_PAGE.iter().any(|name| entry.file_name() == *name) {
            walk(&entry.path(), &mut found);
        }
    }
    found
}

fn walk(folder: &Path, found: &mut Sources) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // Editors' swap and backup files come and go beside the sources.
        if name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&entry.path(), found),
            _ => note(&entry.path(), found),
        }
    }
}

fn note(file: &Path, found: &mut Sources) {
    if let Ok(changed) = fs::metadata(file).and_then(|m| m.modified()) {
        found.insert(file.to_path_buf(), changed);
    }
}

/// Names what changed: one file, and how many others.
fn difference(before: &Sources, after: &Sources) -> String {
    let changed = after.iter().filter(|(path, time)| before.get(*path) != Some(time)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let all: Vec<&PathBuf> = changed.chain(gone).collect();
    match all.as_slice() {
        [] => "something".to_owned(),
        [one] => shown(one),
        [first, others @ ..] => format!("{} and {} more", shown(first), others.len()),
    }
}

struct Server {
    folder: PathBuf,
    policy: String,
}

impl Server {
    fn of(folder: &Path) -> Result<Server> {
        let page = fs::read_to_string(folder.join("index.html")).with_context(|| format!("{} holds no page", shown(folder)))?;
        Ok(Server { folder: folder.to_path_buf(), policy: site::policy(&page)? })
    }

    fn answer(&self, mut connection: TcpStream) -> std::io::Result<()> {
        connection.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut head = BufReader::new(connection.try_clone()?.take(HEAD_LIMIT));
        let mut request = String::new();
        head.read_line(&mut request)?;
        let mut line = String::new();
        while head.read_line(&mut line)? > 2 {
            line.clear();
        }
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or("/"));
        if method != "GET" && method != "HEAD" {
            return self.send(&mut connection, "405 Method Not Allowed", "text/plain; charset=utf-8", b"GET and HEAD only\n", true);
        }
        let with_body = method == "GET";
        let found = file_for(target).and_then(|file| Some((mime(&file), fs::read(self.folder.join(&file)).ok()?)));
        match found {
            Some((mime, body)) => self.send(&mut connection, "200 OK", mime, &body, with_body),
            None => self.send(&mut connection, "404 Not Found", "text/plain; charset=utf-8", b"there is no such file\n", with_body),
        }
    }

    fn send(&self, to: &mut TcpStream, status: &str, mime: &str, body: &[u8], with_body: bool) -> std::io::Result<()> {
        write!(
            to,
            "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {}\r\nContent-Security-Policy: {}\r\n\
             X-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n",
            body.len(),
            self.policy,
        )?;
        if with_body {
            to.write_all(body)?;
        }
        to.flush()
    }
}

/// The file a request's target names, relative to the site's folder; `None` where it would lead out of it.
fn file_for(target: &str) -> Option<PathBuf> {
    let path = percent_decode(target.split(['?', '#']).next()?)?;
    let mut file = PathBuf::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." || part.contains(['\\', '\0', ':']) {
            return None;
        }
        file.push(part);
    }
    if path.ends_with('/') || file.as_os_str().is_empty() {
        file.push("index.html");
    }
    Some(file)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let value = digit(rest.next())? * 16 + digit(rest.next())?;
        bytes.push(u8::try_from(value).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_become_files_of_the_site() {
        for (target, file) in [
            ("/", "index.html"),
            ("/?x=1", "index.html"),
            ("/embed.html#v1.abc", "embed.html"),
            ("/core/plimsoll_bg.wasm", "core/plimsoll_bg.wasm"),
            ("/a%20b.txt", "a b.txt"),
            ("/core/", "core/index.html"),
        ] {
            assert_eq!(file_for(target), Some(PathBuf::from(file)), "{target}");
        }
    }

    #[test]
    fn no_target_leads_out_of_the_site() {
        for target in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/a/..%2f..%2fb", "/..\\b", "/%00", "/c:/x", "/%f", "/%ff"] {
            assert_eq!(file_for(target), None, "{target}");
        }
    }

    #[test]
    fn wasm_is_served_as_wasm() {
        assert_eq!(mime(Path::new("core/plimsoll_bg.wasm")), "application/wasm");
        assert_eq!(mime(Path::new("app.js")), "text/javascript; charset=utf-8");
    }

    #[test]
    fn what_changed_is_named() {
        let time = |s| SystemTime::UNIX_EPOCH + Duration::from_secs(s);
        let before: Sources = [(PathBuf::from("a"), time(1)), (PathBuf::from("b"), time(1))].into();
        let after: Sources = [(PathBuf::from("a"), time(2)), (PathBuf::from("b"), time(1))].into();
        assert_eq!(difference(&before, &after), "a");
        let after: Sources = [(PathBuf::from("a"), time(2))].into();
        assert_eq!(difference(&before, &after), "a and 1 more");
    }
}
