//! The report as it is, in JSON with two blanks of indentation: what `JSON.stringify(report, null, 2)` gives.

use std::io::{self, Write};

use plimsoll_core::report::Report;

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}
