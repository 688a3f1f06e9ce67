//! Splits Rust text into code, strings and comments: enough to look for words where they count.

/// A piece of text and the line it begins on, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Line number.
    pub line: usize,
    /// The text, without quotes or slashes' meaning taken out.
    pub text: String,
}

/// A Rust text taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lexed {
    /// The text with comments and what stands in strings blanked out; the lines are those of the file.
    pub code: String,
    /// What stands in the string literals.
    pub strings: Vec<Text>,
    /// The comments, doc comments among them.
    pub comments: Vec<Text>,
}

impl Lexed {
    /// Takes `text` apart. Text that does not compile gives something, but nothing useful.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut lexer = Lexer {
            rest: text,
            line: 1,
            lexed: Self::default(),
        };
        while !lexer.rest.is_empty() {
            lexer.step();
        }
        lexer.lexed
    }
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    lexed: Lexed,
}

impl Lexer<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.take_comment(end);
        } else if self.rest.starts_with("/*") {
            self.take_comment(end_of_block(self.rest));
        } else if let Some(hashes) = raw_string(self.rest) {
            let start = self.rest.find('"').map_or(self.rest.len(), |quote| quote + 1);
            let closing = format!("\"{}", "#".repeat(hashes));
            let length = self.rest[start..].find(&closing).unwrap_or(self.rest.len() - start);
            self.take_string(start, length, closing.len());
        } else if self.rest.starts_with('"') {
            self.take_string(1, end_of_string(&self.rest[1..]), 1);
        } else if let Some(length) = character(self.rest) {
            self.skip(length);
        } else {
            self.keep_word();
        }
    }

    /// Keeps one identifier or one other character as code.
    fn keep_word(&mut self) {
        let word = self.rest.find(|c: char| !is_word(c)).unwrap_or(self.rest.len());
        let length = if word == 0 {
            self.rest.chars().next().map_or(0, char::len_utf8)
        } else {
            word
        };
        let (kept, rest) = self.rest.split_at(length);
        self.line += kept.matches('\n').count();
        self.lexed.code.push_str(kept);
        self.rest = rest;
    }

    fn take_comment(&mut self, length: usize) {
        let text = self.rest[..length].to_owned();
        self.lexed.comments.push(Text { line: self.line, text });
        self.skip(length);
    }

    fn take_string(&mut self, start: usize, length: usize, closing: usize) {
        let text = self.rest[start..start + length].to_owned();
        self.lexed.strings.push(Text { line: self.line, text });
        self.skip((start + length + closing).min(self.rest.len()));
    }

    /// Blanks `length` bytes out of the code.
    fn skip(&mut self, length: usize) {
        let (blanked, rest) = self.rest.split_at(length);
        let lines = blanked.matches('\n').count();
        self.lexed.code.push(' ');
        self.lexed.code.extend(std::iter::repeat_n('\n', lines));
        self.line += lines;
        self.rest = rest;
    }
}

/// Whether `c` may stand in an identifier.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn end_of_block(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// How many hashes a raw string at the start of `text` has; none when there is no raw string.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.find(|c| c != '#')?;
    after[hashes..].starts_with('"').then_some(hashes)
}

/// How many bytes of `text` stand before the quote that ends the string.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal at the start of `text`; a lifetime is none.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let mut characters = inside.char_indices();
    let (_, first) = characters.next()?;
    if first == '\\' {
        let (after_escape, _) = characters.nth(1)?;
        return inside[after_escape..].find('\'').map(|quote| after_escape + quote + 2);
    }
    let (second, quote) = characters.next()?;
    (quote == '\'').then_some(second + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str) -> Vec<String> {
        Lexed::of(text).strings.into_iter().map(|string| string.text).collect()
    }

    #[test]
    fn comments_leave_the_code_and_keep_its_lines() {
        let lexed = Lexed::of("a // sqlx\n/* tonic /* nested */ \n still */ b");
        assert_eq!(lexed.code.split_whitespace().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(lexed.code.lines().count(), 3);
        assert_eq!(lexed.comments[1].line, 2);
    }

    #[test]
    fn strings_of_every_form_are_found_with_their_lines() {
        assert_eq!(strings(r#"f("a\"b", r"c\", b"d")"#), [r#"a\"b"#, r"c\", "d"]);
        assert_eq!(
            strings("r#\"with \"quotes\"\"# + br##\"x\"#\"##"),
            ["with \"quotes\"", "x\"#"]
        );
        assert_eq!(Lexed::of("x\n\"a\nb\"\n\"c\"").strings[1].line, 4);
    }

    #[test]
    fn characters_are_not_lifetimes() {
        let lexed = Lexed::of(r#"fn f<'a>(x: &'a str) { g('"', '\'', '\u{1F600}', '\\', "s") }"#);
        assert_eq!(lexed.strings.len(), 1);
        assert!(lexed.code.contains("fn f<'a>(x: &'a str)"), "{}", lexed.code);
    }

    #[test]
    fn names_that_end_in_r_do_not_begin_a_raw_string() {
        assert_eq!(strings(r#"for"x""#), ["x"]);
    }
}
