//! Booleans, numbers, sizes and durations as Go reads them. It never rounds: only whether a text is valid, and how much it is.

/// `strconv.ParseBool`.
pub(crate) fn bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// `strconv.ParseUint(text, radix, 32)`, which takes no sign.
pub(crate) fn unsigned(text: &str, radix: u32) -> Option<u32> {
    if text.starts_with('+') {
        return None;
    }
    u32::from_str_radix(text, radix).ok()
}

/// Whether go-units' `RAMInBytes` takes the text: `1`, `1.5g`, `64 MiB`.
pub(crate) fn is_size(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let digits = text.get(..text.len() - number.len()).unwrap_or_default();
    let unit = number.strip_prefix(' ').unwrap_or(number);
    let unit = unit.strip_prefix(|c: char| matches!(c.to_ascii_lowercase(), 'k' | 'm' | 'g' | 't' | 'p')).unwrap_or(unit);
    let unit = unit.strip_prefix(['i', 'I']).unwrap_or(unit);
    let unit = unit.strip_prefix(['b', 'B']).unwrap_or(unit);
    unit.is_empty() && digits.bytes().any(|b| b.is_ascii_digit()) && digits.bytes().filter(|b| *b == b'.').count() < 2
}

/// `time.ParseDuration` in nanoseconds: a sign, then numbers with units (`1m30s`, `1.5h`), or `0`.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if text == "0" {
        return Some(0);
    }
    let mut rest = text;
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (whole, behind) = digits(rest);
        let (fraction, behind) = match behind.strip_prefix('.') {
            Some(behind) => digits(behind),
            None => ("", behind),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = behind.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(behind.len());
        let (unit, behind) = behind.split_at_checked(end)?;
        let unit: u64 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let whole = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()? };
        let mut part = whole.checked_mul(unit)?;
        let mut scale = unit;
        for digit in fraction.bytes() {
            scale /= 10;
            part = part.checked_add(u64::from(digit - b'0') * scale)?;
        }
        total = total.checked_add(part)?;
        rest = behind;
    }
    if text.is_empty() {
        return None;
    }
    let total = i64::try_from(total).ok()?;
    Some(if negative { -total } else { total })
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{duration, is_size, unsigned};

    #[test]
    fn durations() {
        assert_eq!(duration("1m30s"), Some(90_000_000_000));
        assert_eq!(duration("1.5h"), Some(5_400_000_000_000));
        assert_eq!(duration("-.5s"), Some(-500_000_000));
        assert_eq!(duration("0"), Some(0));
        for bad in ["", "5", "5 s", "s", ".s", "1d", "99999999999h", "-"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }

    #[test]
    fn sizes_and_numbers() {
        assert!(["1", "1.5g", "64 MiB", "10kb"].iter().all(|s| is_size(s)));
        assert!(!["", "g", "-1", "1x", "1.2.3"].iter().any(|s| is_size(s)));
        assert_eq!((unsigned("0755", 8), unsigned("+1", 10), unsigned("9", 8)), (Some(0o755), None, None));
    }
}
