//! Patterns of strings: a sequence of character classes with repeats, anchored at both ends.
//!
//! The build reads the pattern from the contract and writes it down as constants, so nothing is parsed here. There
//! are no groups and no alternatives, and matching takes time proportional to length times pieces whatever is sent.

/// A pattern as the contract has it, and its pieces.
#[derive(Debug)]
pub struct Pattern {
    /// The pattern as written in the contract.
    pub source: &'static str,
    /// What must follow each other.
    pub pieces: &'static [Piece],
}

/// A character class and how often it occurs.
#[derive(Debug)]
pub struct Piece {
    /// Inclusive ranges of characters.
    pub ranges: &'static [(char, char)],
    /// The class is every character outside the ranges.
    pub negated: bool,
    /// Fewest occurrences.
    pub min: usize,
    /// Most occurrences; `None` is any number.
    pub max: Option<usize>,
}

impl Piece {
    fn admits(&self, c: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) != self.negated
    }

    /// From the positions that the pieces before can reach to those that this one can.
    fn advance(&self, characters: &[char], starts: &[bool]) -> Vec<bool> {
        let mut reached = vec![false; starts.len()];
        let mut run = 0;
        // sums[n] counts the starts before position n, so that a window of starts is judged by one subtraction.
        let mut sums = vec![0_usize; starts.len() + 1];
        for (position, start) in starts.iter().enumerate() {
            if let Some(previous) = position.checked_sub(1) {
                run = if self.admits(characters[previous]) { run + 1 } else { 0 };
            }
            sums[position + 1] = sums[position] + usize::from(*start);
            let longest = self.max.map_or(run, |max| max.min(run));
            if longest >= self.min {
                reached[position] = sums[position - self.min + 1] > sums[position - longest];
            }
        }
        reached
    }
}

impl Pattern {
    /// Whether the whole of `value` is what the pattern describes.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        let characters: Vec<char> = value.chars().collect();
        let mut reached = vec![false; characters.len() + 1];
        reached[0] = true;
        for piece in self.pieces {
            reached = piece.advance(&characters, &reached);
        }
        reached[characters.len()]
    }
}
