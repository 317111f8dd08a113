//! A calendar date without a clock.

use alloc::string::{String, ToString};
use core::fmt;

/// A day, as `YYYY-MM-DD`. There is no clock in the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// Reads `YYYY-MM-DD`; `None` for anything else, such as a month 13 or a 31 April.
    #[must_use]
    pub fn parse(text: &str) -> Option<Date> {
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            let is_number = digits.iter().all(u8::is_ascii_digit);
            is_number.then(|| digits.iter().fold(0, |value: u16, digit| value * 10 + u16::from(digit - b'0')))
        };
        let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[m0, m1])?, number(&[d0, d1])?);
        let date = Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? };
        (date.day >= 1 && date.day <= date.days_in_month()?).then_some(date)
    }

    /// How many days `later` comes after this one, in the Gregorian calendar; 0 where it does not.
    #[must_use]
    pub fn days_until(self, later: Date) -> u32 {
        // Years begin in March, so that the leap day is the last one.
        let number = |date: Date| {
            let (year, month) = if date.month > 2 { (date.year, date.month - 3) } else { (date.year.saturating_sub(1), date.month + 9) };
            let (year, month) = (u32::from(year), u32::from(month));
            365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + u32::from(date.day)
        };
        number(later).saturating_sub(number(self))
    }

    fn days_in_month(self) -> Option<u8> {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
            4 | 6 | 9 | 11 => Some(30),
            2 => Some(if leap { 29 } else { 28 }),
            _ => None,
        }
    }
}

impl Date {
    /// The ten ASCII letters of `YYYY-MM-DD`, where the year has four digits.
    #[must_use]
    pub fn letters(self) -> Option<[u8; 10]> {
        (self.year <= 9_999).then(|| self.digits())
    }

    fn digits(self) -> [u8; 10] {
        let digit = |number: u16| b'0' + (number % 10) as u8;
        let (year, month, day) = (self.year, u16::from(self.month), u16::from(self.day));
        let years = [digit(year / 1000), digit(year / 100), digit(year / 10), digit(year)];
        let [y0, y1, y2, y3] = years;
        [y0, y1, y2, y3, b'-', digit(month / 10), digit(month), b'-', digit(day / 10), digit(day)]
    }

    /// As it is written, without the detour over a formatter.
    #[must_use]
    pub fn text(self) -> String {
        match self.letters() {
            Some(letters) => String::from_utf8(letters.into()).unwrap_or_default(),
            None => self.to_string(),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.letters() {
            Some(letters) => f.write_str(core::str::from_utf8(&letters).unwrap_or_default()),
            None => write!(f, "{}-{:02}-{:02}", self.year, self.month, self.day),
        }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::Date;
    use std::string::ToString;

    #[test]
    fn only_real_days() {
        assert_eq!(Date::parse("2026-11-23").map(|d| d.to_string()).as_deref(), Some("2026-11-23"));
        let far = Date { year: 12_026, month: 1, day: 2 };
        assert_eq!((Date::parse("2026-01-02").map(Date::text).as_deref(), &*far.text()), (Some("2026-01-02"), "12026-01-02"));
        assert!(Date::parse("2024-02-29").is_some());
        for bad in ["2026-02-29", "2026-13-01", "2026-1-01", "2026-01-00", "26-01-01", "2026-01-01T", "", "+026-01-01"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_counted() {
        let days = |from, to| Date::parse(from).zip(Date::parse(to)).map(|(from, to)| from.days_until(to));
        assert_eq!(days("2026-11-23", "2027-02-21"), Some(90));
        assert_eq!(days("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(days("2000-01-01", "2026-11-23"), Some(9823));
        assert_eq!(days("2026-11-23", "2026-11-22"), Some(0));
    }
}
