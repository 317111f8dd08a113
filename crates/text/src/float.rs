//! Floats read from decimal text and written as the shortest text that means them; the same results as the standard library's.
//!
//! The standard library is faster by tables and by several algorithms for each direction, together some thirty kilobytes; manifests hold
//! few floats, and in a browser the bytes matter more than the microseconds. It never reads `inf`, `nan` or white space.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// More digits than these do not change what a text rounds to, only whether anything follows them.
const DIGITS: usize = 800;

/// A kind of float: how many bits its mantissa has, and the exponent of its smallest and largest normal number.
#[derive(Clone, Copy)]
struct Format {
    bits: i32,
    least: i32,
    most: i32,
}

const F64: Format = Format { bits: 53, least: -1022, most: 1023 };
const F32: Format = Format { bits: 24, least: -126, most: 127 };

/// The digits of a positive number, `d.ddd` times ten to the power of `exponent`.
#[derive(Debug, PartialEq, Eq)]
pub struct Shortest {
    /// At least one digit, without zeros at the end.
    pub digits: String,
    /// The power of ten of the first digit.
    pub exponent: i32,
}

/// Reads `[+-]? digits? (. digits?)? ([eE] [+-]? digits)?` with at least one digit before the exponent, rounded to the nearest float,
/// to even where two are as near; too large a number is infinite. `None` for any other text. O(bytes).
#[must_use]
pub fn read_float(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, power(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut digits = Vec::new();
    // The power of ten of the digit behind the last one, while only zeros were seen of the first one.
    let mut first = i64::try_from(whole.len()).unwrap_or(i64::MAX) + exponent;
    let mut more = false;
    for byte in whole.bytes().chain(fraction.bytes()) {
        match byte {
            b'0' if digits.is_empty() => first -= 1,
            b'0'..=b'9' if digits.len() < DIGITS => digits.push(byte - b'0'),
            b'0'..=b'9' => more |= byte != b'0',
            _ => return None,
        }
    }
    if more {
        digits.push(1);
    }
    while digits.last() == Some(&0) {
        digits.pop();
    }
    let magnitude = if digits.is_empty() || first < -400 {
        0.0
    } else if first > 400 {
        f64::INFINITY
    } else {
        let exponent = i32::try_from(first).unwrap_or_default();
        small(&digits, exponent).unwrap_or_else(|| assemble(nearest(&digits, exponent, F64)))
    };
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// 0.`digits`·10^`exponent` where floats compute it exactly but for one rounding: an integer below 2⁵³ and a power of ten up to 10²².
fn small(digits: &[u8], exponent: i32) -> Option<f64> {
    let scale = exponent - i32::try_from(digits.len()).ok()?;
    if digits.len() > 15 || scale.abs() > 22 {
        return None;
    }
    let integer = digits.iter().fold(0.0, |value, digit| value * 10.0 + f64::from(*digit));
    let power = (0..scale.abs()).fold(1.0, |power, _| power * 10.0);
    Some(if scale < 0 { integer / power } else { integer * power })
}

/// The exponent of a text; what is far outside of every float's range is cut to a bound that still is.
fn power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut value = 0_i64;
    for byte in digits.bytes() {
        let digit = char::from(byte).to_digit(10)?;
        value = (value * 10 + i64::from(digit)).min(1 << 40);
    }
    (!digits.is_empty()).then_some(if text.starts_with('-') { -value } else { value })
}

/// The fewest digits that mean `value` among all floats of 64 bits, and of those the nearest; `None` for zero and what is not finite.
/// The sign does not count.
#[must_use]
pub fn shortest(value: f64) -> Option<Shortest> {
    shortest_of(value, F64)
}

/// As [`shortest`], among the floats of 32 bits.
#[must_use]
pub fn shortest_f32(value: f32) -> Option<Shortest> {
    shortest_of(f64::from(value), F32)
}

/// A float as `Display` of the standard library writes it: without an exponent, however long.
#[must_use]
pub fn float_text(value: f64) -> String {
    let mut text = String::new();
    if value.is_sign_negative() && !value.is_nan() {
        text.push('-');
    }
    match shortest(value) {
        Some(shortest) => shortest.write_plain(&mut text),
        None if value.is_nan() => text.push_str("NaN"),
        None => text.push_str(if value == 0.0 { "0" } else { "inf" }),
    }
    text
}

impl Shortest {
    /// Writes it without an exponent: `0.00015`, `15000`.
    pub fn write_plain(&self, out: &mut String) {
        let zeros = |out: &mut String, count: i32| (0..count).for_each(|_| out.push('0'));
        if self.exponent < 0 {
            out.push_str("0.");
            zeros(out, -self.exponent - 1);
            out.push_str(&self.digits);
            return;
        }
        let whole = usize::try_from(self.exponent).unwrap_or_default() + 1;
        match self.digits.split_at_checked(whole).filter(|(_, fraction)| !fraction.is_empty()) {
            Some((whole, fraction)) => {
                out.push_str(whole);
                out.push('.');
                out.push_str(fraction);
            }
            None => {
                out.push_str(&self.digits);
                zeros(out, self.exponent + 1 - i32::try_from(self.digits.len()).unwrap_or_default());
            }
        }
    }

    /// Writes it as Go's `strconv.FormatFloat` writes shortest digits in format `g`: with an exponent of at least
    /// two digits where that is below -4 or above 5.
    pub fn write_general(&self, out: &mut String) {
        if (-4..6).contains(&self.exponent) {
            return self.write_plain(out);
        }
        let (first, rest) = self.digits.split_at_checked(1).unwrap_or_default();
        out.push_str(first);
        if !rest.is_empty() {
            out.push('.');
            out.push_str(rest);
        }
        out.push_str(if self.exponent < 0 { "e-" } else { "e+" });
        if self.exponent.abs() < 10 {
            out.push('0');
        }
        out.push_str(&self.exponent.abs().to_string());
    }
}

/// A float's mantissa and the power of two of its last bit; subnormal ones as they are.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    let power = i32::try_from(exponent.max(1)).unwrap_or_default() - 1075;
    (if exponent == 0 { fraction } else { fraction | 1 << 52 }, power)
}

/// The opposite of [`parts`]: the float of at most 53 bits times a power of two that is no less than that of a float's last bit.
fn assemble((mantissa, power): (u64, i32)) -> f64 {
    if mantissa >> 52 == 0 {
        return f64::from_bits(mantissa);
    }
    match u64::try_from(power + 1075) {
        Ok(exponent) if exponent < 2047 => f64::from_bits((exponent << 52) | (mantissa & ((1 << 52) - 1))),
        _ => f64::INFINITY,
    }
}

fn shortest_of(value: f64, format: Format) -> Option<Shortest> {
    if value == 0.0 || !value.is_finite() {
        return None;
    }
    let (mantissa, power) = parts(value);
    let (mut digits, exponent) = exact(mantissa, power);
    // A digit of zero in front takes what is carried when nines are rounded up.
    digits.insert(0, 0);
    for count in 2..digits.len() {
        let (lower, rest) = digits.split_at_checked(count)?;
        let upper = next(lower);
        let means = |digits: &[u8]| {
            let (m, p) = nearest(digits, exponent + 2, format);
            assemble(normal(m, p)).to_bits() == value.to_bits() & !(1 << 63)
        };
        // A half goes up, as in the standard library.
        let up = rest.first().is_some_and(|digit| *digit >= 5);
        let (first, second) = if up { (&*upper, lower) } else { (lower, &*upper) };
        for candidate in [first, second] {
            if means(candidate) {
                return Some(written(candidate, exponent + 1));
            }
        }
    }
    None
}

/// A mantissa of 32-bit floats as one of 64-bit floats, which hold them all.
fn normal(mantissa: u64, power: i32) -> (u64, i32) {
    let shift = i32::try_from(mantissa.leading_zeros()).unwrap_or_default() - 11;
    let shift = shift.min(power + 1074).max(0);
    (mantissa << shift, power - shift)
}

/// The digits as text; `exponent` is the power of ten of the first one, which may be zero.
fn written(digits: &[u8], exponent: i32) -> Shortest {
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    let text: String = digits.iter().skip(zeros).map(|digit| char::from(b'0' + digit)).collect();
    Shortest { digits: text.trim_end_matches('0').to_string(), exponent: exponent - i32::try_from(zeros).unwrap_or_default() }
}

/// The next larger number of as many digits.
fn next(digits: &[u8]) -> Vec<u8> {
    let mut digits = digits.to_vec();
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            break;
        }
        *digit = 0;
    }
    digits
}

/// The first 18 decimal digits of `mantissa`·2^`power`, one more that is not zero if anything follows, and the power of ten of the first.
fn exact(mantissa: u64, power: i32) -> (Vec<u8>, i32) {
    let (mut top, mut bottom) = (Big::from(mantissa), Big::from(1));
    if power < 0 {
        bottom.shift(power.unsigned_abs())
    } else {
        top.shift(power.unsigned_abs())
    }
    let mut exponent = 0;
    while top.cmp(&bottom) != Ordering::Less {
        bottom.multiply(10);
        exponent += 1;
    }
    let mut digits = Vec::new();
    while digits.len() < 18 {
        top.multiply(10);
        let mut digit = 0;
        while top.cmp(&bottom) != Ordering::Less {
            top.subtract(&bottom);
            digit += 1;
        }
        if digit == 0 && digits.is_empty() {
            exponent -= 1;
        } else {
            digits.push(digit);
        }
    }
    if !top.0.is_empty() {
        digits.push(1);
    }
    (digits, exponent - 1)
}

/// The float nearest to 0.`digits`·10^`exponent`, to even where two are as near: its mantissa and the power of two of its last bit.
/// Every bit of the quotient of two large integers is computed: O(digits²), which [`DIGITS`] bounds.
fn nearest(digits: &[u8], exponent: i32, format: Format) -> (u64, i32) {
    let (mut top, mut bottom) = (Big::from(0), Big::from(1));
    for digit in digits {
        top.multiply(10);
        top.add(u32::from(*digit));
    }
    let scale = exponent - i32::try_from(digits.len()).unwrap_or_default();
    if scale < 0 {
        bottom.multiply_by_power_of_ten(scale.unsigned_abs())
    } else {
        top.multiply_by_power_of_ten(scale.unsigned_abs())
    }
    if top.0.is_empty() {
        return (0, 0);
    }
    // The quotient, scaled by a power of two, is made to lie in 1..4.
    let mut power = top.bits() - bottom.bits() - 1;
    if power < 0 {
        top.shift(power.unsigned_abs())
    } else {
        bottom.shift(power.unsigned_abs())
    }
    let mut twice = Big(bottom.0.clone());
    twice.shift(1);
    if top.cmp(&twice) != Ordering::Less {
        bottom = twice;
        power += 1;
    }
    // Below the normal numbers a float has fewer bits.
    let kept = format.bits.min(power - format.least + format.bits);
    if power > format.most {
        return (1 << 52, 1000);
    }
    let mut mantissa = 0_u64;
    for bit in 0..kept.max(0) {
        if bit > 0 {
            top.shift(1);
        }
        mantissa <<= 1;
        if top.cmp(&bottom) != Ordering::Less {
            top.subtract(&bottom);
            mantissa |= 1;
        }
    }
    // What is left is less than one unit of the last bit; with no bit kept at all the unit is larger by one or more powers.
    if kept > 0 {
        top.shift(1);
    } else {
        bottom.shift(kept.unsigned_abs());
    }
    match top.cmp(&bottom) {
        Ordering::Greater => mantissa += 1,
        Ordering::Equal => mantissa += mantissa & 1,
        Ordering::Less => {}
    }
    let last = power.max(format.least) - format.bits + 1;
    // Rounding up may carry into one bit more.
    if mantissa >> format.bits != 0 { (mantissa >> 1, last + 1) } else { (mantissa, last) }
}

/// A large integer: 32 bits each, the lowest first, without zeros at the end.
struct Big(Vec<u32>);

impl From<u64> for Big {
    #[allow(clippy::cast_possible_truncation)] // The two halves are what is wanted.
    fn from(value: u64) -> Self {
        let mut big = Big(alloc::vec![value as u32, (value >> 32) as u32]);
        big.trim();
        big
    }
}

impl Big {
    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn bits(&self) -> i32 {
        let top = self.0.last().map_or(0, |part| 32 - part.leading_zeros());
        i32::try_from(32 * self.0.len().saturating_sub(1)).unwrap_or_default() + i32::try_from(top).unwrap_or_default()
    }

    #[allow(clippy::cast_possible_truncation)] // A part and its carry.
    fn carry(&mut self, factor: u32, carried: u32) {
        let mut carry = u64::from(carried);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn multiply(&mut self, factor: u32) {
        self.carry(factor, 0);
    }

    fn multiply_by_power_of_ten(&mut self, power: u32) {
        (0..power / 9).for_each(|_| self.multiply(1_000_000_000));
        (0..power % 9).for_each(|_| self.multiply(10));
    }

    fn add(&mut self, value: u32) {
        self.carry(1, value);
    }

    fn shift(&mut self, bits: u32) {
        if self.0.is_empty() {
            return;
        }
        self.multiply(1 << (bits % 32));
        let parts = usize::try_from(bits / 32).unwrap_or_default();
        self.0.splice(0..0, core::iter::repeat_n(0, parts));
    }

    fn cmp(&self, other: &Big) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Takes away `other`, which is not larger.
    fn subtract(&mut self, other: &Big) {
        let mut borrow = false;
        for (at, part) in self.0.iter_mut().enumerate() {
            let (less, first) = part.overflowing_sub(other.0.get(at).copied().unwrap_or_default());
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            *part = less;
            borrow = first || second;
        }
        self.trim();
    }
}

#[cfg(test)]
mod tests {
    use super::{float_text, read_float, shortest, shortest_f32};
    use alloc::format;
    use alloc::string::{String, ToString};

    /// Numbers that look random, the same in every run (xorshift).
    fn numbers(mut seed: u64) -> impl Iterator<Item = u64> {
        core::iter::from_fn(move || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            Some(seed)
        })
    }

    fn scientific(found: Option<super::Shortest>) -> String {
        found.map_or_else(String::new, |found| {
            let (first, rest) = found.digits.split_at(1);
            format!("{first}{}{rest}e{}", if rest.is_empty() { "" } else { "." }, found.exponent)
        })
    }

    #[test]
    fn floats_are_written_as_the_standard_library_writes_them() {
        let edges = [5e-324, f64::MIN_POSITIVE, f64::MAX, 1.0, 0.1, 9.5, 1e23, 1e22, 9_007_199_254_740_993.0, 2_f64.powi(50) + 0.25];
        let powers = (-1074..1024).step_by(31).map(|power| 2_f64.powi(power));
        let small = numbers(5).take(100).map(|n| (n % 2_000_000) as f64 / 1000.0);
        let any = numbers(7).take(100).map(|n| f64::from_bits(n & !(1 << 63)));
        let halves = numbers(9).take(100).map(|n| (n >> 12) as f64 / 8.0);
        for value in edges.into_iter().chain(powers).chain(small).chain(any).chain(halves).filter(|value| value.is_finite() && *value > 0.0)
        {
            assert_eq!(scientific(shortest(value)), format!("{value:e}"));
            assert_eq!(float_text(-value), (-value).to_string());
        }
        for value in [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert_eq!(float_text(value), value.to_string());
            assert_eq!(shortest(value), None);
        }
    }

    #[test]
    fn floats_of_32_bits_are_written_as_the_standard_library_writes_them() {
        let powers = (-149..128).step_by(3).map(|power| 2_f32.powi(power));
        let any = numbers(3).take(200).map(|n| f32::from_bits((n >> 33) as u32));
        for value in powers.chain(any).filter(|value| value.is_finite() && *value > 0.0) {
            assert_eq!(scientific(shortest_f32(value)), format!("{value:e}"));
        }
    }

    #[test]
    fn floats_are_read_as_the_standard_library_reads_them() {
        let texts = [
            "0",
            "-0",
            "+1.5",
            ".5",
            "5.",
            "1e3",
            "1E+3",
            "1e-400",
            "1e400",
            "-1e400",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "9007199254740993",
            "9007199254740992.999",
            "0.000000000000000000000000000000000000001",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999999999999999999",
            "9007199254740993.00000000000000000000000000000000000000001",
        ];
        let any =
            numbers(11).take(400).map(|n| format!("{}.{}e{}", n % 1_000_003, n >> 20, i64::try_from(n % 700).unwrap_or_default() - 350));
        let long = numbers(13).take(20).map(|n| format!("{n}{}1e-{}", "0".repeat(usize::try_from(n % 1500).unwrap_or_default()), n % 1800));
        for text in texts.into_iter().map(String::from).chain(any).chain(long) {
            let (ours, theirs) = (read_float(&text), text.parse::<f64>().ok());
            assert_eq!(ours.map(f64::to_bits), theirs.map(f64::to_bits), "{text}");
        }
        for text in ["", "+", ".", "e3", "1e", "1e+", "1.2.3", "inf", "nan", "1 ", "0x1", "1_0", "--1", "1e5.0", "\u{e9}"] {
            assert_eq!(read_float(text), None, "{text}");
        }
    }

    #[test]
    fn general_format_has_exponents_of_two_digits() {
        for (value, text) in [(1e6, "1e+06"), (1_234_567.0, "1.234567e+06"), (0.0001, "0.0001"), (0.000_015, "1.5e-05"), (1e100, "1e+100")]
        {
            let mut out = String::new();
            if let Some(shortest) = shortest(value) {
                shortest.write_general(&mut out);
            }
            assert_eq!(out, text);
        }
    }
}
