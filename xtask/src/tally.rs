//! Counts tests from what the runners print at their end, so that one plain line can close a run.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and were skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    /// Sums the closing lines of cargo-nextest (`Summary […] 3 tests run: …`), of the built-in runner
    /// (`test result: ok. …`) and of Vitest (`Tests  3 passed (3)`) found anywhere in `output`.
    ///
    /// What nextest calls skipped is what a filter left to another run, so it is not counted; an ignored
    /// test of the built-in runner is.
    pub fn of(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines() {
            let line = without_colours(line);
            if let Some((_, counts)) =
                line.trim_start().strip_prefix("Summary [").and_then(|rest| rest.split_once("run: "))
            {
                tally.add_counts(&without_parentheses(counts), ", ", false);
            // Indented it is what nextest repeats of a failed test, which its own summary counts.
            } else if let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
            {
                tally.add_counts(counts, "; ", true);
            // Vitest counts files in a line of their own, which begins with another word.
            } else if let Some(counts) = line.trim_start().strip_prefix("Tests  ") {
                tally.add_counts(&without_parentheses(counts), " | ", false);
            }
        }
        tally
    }

    fn add_counts(&mut self, counts: &str, separator: &str, ignored_counts: bool) {
        for part in counts.split(separator) {
            let Some((count, what)) = part.trim().split_once(' ') else {
                continue;
            };
            let Ok(count) = count.parse::<u64>() else {
                continue;
            };
            match what.trim() {
                "passed" => self.passed += count,
                "failed" | "timed out" | "exec failed" => self.failed += count,
                "skipped" if !ignored_counts && separator == " | " => self.skipped += count,
                "ignored" if ignored_counts => self.skipped += count,
                _ => {}
            }
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain
}

fn without_parentheses(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    plain.replace(" ,", ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn nextest_is_counted_with_its_remarks_and_colours() {
        let output = "   PASS [   0.003s] domain a\n\
            \u{1b}[32;1m     Summary\u{1b}[0m [   3.210s] \u{1b}[1m12\u{1b}[0m/14 tests run: \
            8 passed (1 slow, 2 leaky), 3 failed, 1 timed out, 5 skipped\n\
            \u{20}   test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n";

        assert_eq!(Tally::of(output), tally(8, 4, 0));
    }

    #[test]
    fn the_builtin_runner_is_summed_over_its_binaries() {
        let output = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            noise\n\
            test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.00s\n";

        assert_eq!(Tally::of(output), tally(5, 1, 1));
    }

    #[test]
    fn vitest_is_counted_by_its_tests_and_not_its_files() {
        let output = " Test Files  1 failed | 3 passed (4)\n      \u{1b}[2mTests\u{1b}[22m  1 failed | 12 passed | 2 skipped (15)\n";

        assert_eq!(Tally::of(output), tally(12, 1, 2));
    }

    #[test]
    fn output_without_a_summary_counts_nothing() {
        assert_eq!(Tally::of("7 passed, 0 failed\nSummary of the day\n"), Tally::default());
    }

    #[test]
    fn it_prints_as_the_plain_closing_line() {
        let mut sum = tally(400, 0, 0);
        sum += tally(12, 0, 1);

        assert_eq!(sum.to_string(), "412 passed, 0 failed, 1 skipped");
    }
}
