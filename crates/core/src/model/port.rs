//! The ports of `EXPOSE`, as Docker reads them. Source: `nat.ParsePortSpec` and BuildKit's `ExposeInvalidFormat`.

use core::ops::RangeInclusive;

/// What one word of `EXPOSE` opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port<'a> {
    /// The ports; one or a range.
    pub range: RangeInclusive<u32>,
    /// The protocol as written; `tcp` where none is.
    pub protocol: &'a str,
    /// What stands before the port of the container, as in `127.0.0.1:80:8080`, its colon included; usually nothing.
    pub host: &'a str,
}

/// What is wrong with a word of `EXPOSE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is no number.
    NoNumber,
    /// It is more than 65535.
    TooLarge,
    /// The range ends before it starts.
    Reversed,
    /// The protocol is none of tcp, udp and sctp.
    Protocol,
}

/// Reads a word without quotes. `Ok(None)` where a variable leaves it open.
///
/// # Errors
/// What Docker refuses.
pub fn ports(word: &str) -> Result<Option<Port<'_>>, Fault> {
    if word.len() < 5
        && let Ok(Some(port)) = number(word)
    {
        return Ok(Some(Port { range: port..=port, protocol: "tcp", host: "" }));
    }
    let (address, protocol) = word.split_once('/').unwrap_or((word, "tcp"));
    if !protocol.contains('$') && !["tcp", "udp", "sctp"].iter().any(|known| protocol.eq_ignore_ascii_case(known)) {
        return Err(Fault::Protocol);
    }
    let at = address.rfind(':').map_or(0, |at| at + 1);
    let (host, port) = address.split_at_checked(at).unwrap_or(("", address));
    let (first, last) = port.split_once('-').unwrap_or((port, port));
    let (Some(first), Some(last)) = (number(first)?, number(last)?) else { return Ok(None) };
    if protocol.contains('$') {
        return Ok(None);
    }
    if first > last { Err(Fault::Reversed) } else { Ok(Some(Port { range: first..=last, protocol, host })) }
}

/// `None` for a variable.
fn number(text: &str) -> Result<Option<u32>, Fault> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return if text.contains('$') { Ok(None) } else { Err(Fault::NoNumber) };
    }
    // More digits than a number holds are too many in any case.
    let number = text.parse().unwrap_or(u32::MAX);
    if number > 65_535 { Err(Fault::TooLarge) } else { Ok(Some(number)) }
}

#[cfg(test)]
mod tests {
    use super::{Fault, ports};

    #[test]
    fn words() {
        let read = |word| ports(word).map(|port| port.map(|port| (*port.range.start(), *port.range.end(), port.protocol, port.host)));
        assert_eq!(read("80"), Ok(Some((80, 80, "tcp", ""))));
        assert_eq!(read("80-90/UDP"), Ok(Some((80, 90, "UDP", ""))));
        assert_eq!(read("127.0.0.1:80:8080/tcp"), Ok(Some((8080, 8080, "tcp", "127.0.0.1:80:"))));
        assert_eq!(read("4000-${END}"), Ok(None));
        assert_eq!(read("80/$PROTO"), Ok(None));
        assert_eq!((read("80000"), read("9-3"), read("http")), (Err(Fault::TooLarge), Err(Fault::Reversed), Err(Fault::NoNumber)));
        assert_eq!((read("80/http"), read("")), (Err(Fault::Protocol), Err(Fault::NoNumber)));
    }
}
