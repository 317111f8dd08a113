//! Log lines: one for each decision and each thing that happens to the server, as JSON or as text.
//!
//! A thread writes them. Whoever has something to say never waits: lines that nobody takes away are counted and lost. Texts from outside
//! are escaped, so that a request cannot forge a line.

use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use plimsoll_policy::Date;

use crate::limits;

/// The form of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    #[default]
    Json,
    /// For people: time, level, what, and `key=value`.
    Text,
}

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Info,
    Warn,
    Error,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        }
    }
}

enum Message {
    Line(String),
    /// Everything before it is to be written; then the sender is told.
    Flush(SyncSender<()>),
}

/// Where lines go.
pub(crate) struct Log {
    to: SyncSender<Message>,
    lost: AtomicU64,
    format: Format,
    date_of: fn(u64) -> Date,
}

impl Log {
    /// Starts the thread that writes.
    ///
    /// # Errors
    /// Where there can be no thread.
    pub(crate) fn start(format: Format, to: Box<dyn io::Write + Send>, date_of: fn(u64) -> Date) -> io::Result<Log> {
        let (sender, lines) = sync_channel(limits::LOG_LINES);
        std::thread::Builder::new().name("log".into()).spawn(move || write_all(to, &lines))?;
        Ok(Log { to: sender, lost: AtomicU64::new(0), format, date_of })
    }

    /// Today in UTC, and the milliseconds since it began.
    pub(crate) fn now(&self) -> (Date, u64) {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let seconds = since.as_secs();
        ((self.date_of)(seconds / 86_400), seconds % 86_400 * 1000 + u64::from(since.subsec_millis()))
    }

    /// Begins a line.
    pub(crate) fn line(&self, level: Level, event: &str) -> Line<'_> {
        let (date, millis) = self.now();
        let (hours, minutes, seconds, millis) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
        let time = format!("{date}T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z");
        let text = match self.format {
            Format::Json => format!("{{\"time\":\"{time}\",\"level\":\"{}\",\"event\":\"{event}\"", level.name()),
            Format::Text => format!("{time} {:<5} {event}", level.name()),
        };
        Line { log: self, text }
    }

    /// How many lines were lost.
    pub(crate) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// Waits for what was said so far to be written, but not long.
    pub(crate) fn flush(&self) {
        let (done, written) = sync_channel(1);
        if self.to.try_send(Message::Flush(done)).is_ok() {
            let _ = written.recv_timeout(Duration::from_secs(1));
        }
    }
}

/// A line that is being made.
pub(crate) struct Line<'l> {
    log: &'l Log,
    text: String,
}

impl Line<'_> {
    /// Adds a text, unless it is empty.
    pub(crate) fn text(mut self, key: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.key(key);
            // JSON's quotes and escapes serve people as well. A text is always JSON.
            self.text.push_str(&serde_json::to_string(value).unwrap_or_default());
        }
        self
    }

    pub(crate) fn number(mut self, key: &str, value: u64) -> Self {
        self.key(key);
        let _ = write!(self.text, "{value}");
        self
    }

    pub(crate) fn yes_or_no(mut self, key: &str, value: bool) -> Self {
        self.key(key);
        self.text.push_str(if value { "true" } else { "false" });
        self
    }

    fn key(&mut self, key: &str) {
        let _ = match self.log.format {
            Format::Json => write!(self.text, ",\"{key}\":"),
            Format::Text => write!(self.text, " {key}="),
        };
    }

    /// Hands the line over.
    pub(crate) fn write(mut self) {
        self.text.push_str(match self.log.format {
            Format::Json => "}\n",
            Format::Text => "\n",
        });
        if self.log.to.try_send(Message::Line(self.text)).is_err() {
            self.log.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Writes what comes, lines that wait in one piece. A log that cannot be written to is no reason to stop.
fn write_all(mut to: Box<dyn io::Write + Send>, lines: &Receiver<Message>) {
    while let Ok(first) = lines.recv() {
        let mut text = String::new();
        for message in std::iter::once(first).chain(lines.try_iter().take(limits::LOG_LINES)) {
            match message {
                Message::Line(line) => text.push_str(&line),
                Message::Flush(done) => {
                    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
                    text.clear();
                    let _ = done.send(());
                }
            }
        }
        let _ = to.write_all(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::mpsc::{Receiver, sync_channel};

    use plimsoll_policy::Date;

    use super::{Format, Level, Log};
    use crate::limits;

    /// A log that is written only while the test lets it.
    struct Slow(Receiver<()>);

    impl io::Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.recv().map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn date(_: u64) -> Date {
        Date { year: 2026, month: 11, day: 23 }
    }

    #[test]
    fn a_log_that_nobody_reads_loses_lines_and_holds_up_nobody() {
        let (_go_on, wait) = sync_channel(0);
        let log = Log::start(Format::Json, Box::new(Slow(wait)), date).unwrap();
        // What is being written, what waits, and what is lost.
        for _ in 0..3 * limits::LOG_LINES {
            log.line(Level::Info, "a").write();
        }
        let lost = usize::try_from(log.lost()).unwrap();
        assert!((limits::LOG_LINES - 1..2 * limits::LOG_LINES).contains(&lost), "{lost}");
    }

    #[test]
    fn text_is_for_people_and_still_one_line() {
        let log = Log::start(Format::Text, Box::new(io::sink()), date).unwrap();
        let line =
            log.line(Level::Warn, "review").text("reason", "a \"b\"\nc").text("empty", "").number("micros", 7).yes_or_no("allowed", true);
        let (time, rest) = line.text.split_at(24);
        assert!(time.starts_with("2026-11-23T") && time.ends_with('Z'), "{time}");
        assert_eq!(rest, " warn  review reason=\"a \\\"b\\\"\\nc\" micros=7 allowed=true");
    }
}
