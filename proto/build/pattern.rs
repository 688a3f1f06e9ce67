//! Reads the patterns of the contracts: literals, `[classes]`, `\d`, `.`, and the repeats `? * + {n} {n,} {n,m}`.

/// A character class and how often it occurs.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    /// Inclusive ranges of characters.
    pub ranges: Vec<(char, char)>,
    /// Every character outside the ranges.
    pub negated: bool,
    /// Fewest occurrences.
    pub min: usize,
    /// Most occurrences.
    pub max: Option<usize>,
}

/// The pieces of a pattern; `^` at the begin and `$` at the end may be written, they are meant anyway.
pub fn parse(pattern: &str) -> Result<Vec<Piece>, String> {
    let body = pattern.strip_prefix('^').unwrap_or(pattern);
    let body = body
        .strip_suffix('$')
        .filter(|rest| !rest.ends_with('\\'))
        .unwrap_or(body);
    let mut rest = body.chars().peekable();
    let mut pieces = Vec::new();
    while let Some(c) = rest.next() {
        let (ranges, negated) = match c {
            '[' => class(&mut rest)?,
            '\\' => (vec![escape(&mut rest)?], false),
            '.' => (Vec::new(), true),
            '(' | ')' | '|' | '^' | '$' | ']' | '}' | '?' | '*' | '+' | '{' => {
                return Err(format!("pattern {pattern:?}: {c:?} is not supported here"));
            }
            _ => (vec![(c, c)], false),
        };
        let (min, max) = repeat(&mut rest)?;
        pieces.push(Piece {
            ranges,
            negated,
            min,
            max,
        });
    }
    Ok(pieces)
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn escape(rest: &mut Rest<'_>) -> Result<(char, char), String> {
    match rest.next() {
        Some('d') => Ok(('0', '9')),
        Some(c) if !c.is_alphanumeric() => Ok((c, c)),
        other => Err(format!("escape {other:?} is not supported")),
    }
}

fn class(rest: &mut Rest<'_>) -> Result<(Vec<(char, char)>, bool), String> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let c = rest.next().ok_or("class without an end")?;
        let (first, last) = match c {
            ']' if ranges.is_empty() => return Err("empty class".to_owned()),
            ']' => return Ok((ranges, negated)),
            '\\' => escape(rest)?,
            _ => (c, c),
        };
        ranges.push(range(first, last, rest)?);
    }
}

/// `a` or `a-z`; a hyphen before the end of the class is itself.
fn range(first: char, last: char, rest: &mut Rest<'_>) -> Result<(char, char), String> {
    let mut ahead = rest.clone();
    if first != last || ahead.next() != Some('-') || ahead.peek() == Some(&']') {
        return Ok((first, last));
    }
    rest.next();
    let last = match rest.next() {
        Some('\\') => escape(rest)?.1,
        Some(c) => c,
        None => return Err("class without an end".to_owned()),
    };
    if last < first {
        Err(format!("range {first}-{last} is backwards"))
    } else {
        Ok((first, last))
    }
}

fn repeat(rest: &mut Rest<'_>) -> Result<(usize, Option<usize>), String> {
    let simple = match rest.peek() {
        Some('?') => (0, Some(1)),
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('{') => {
            rest.next();
            return counted(rest);
        }
        _ => return Ok((1, Some(1))),
    };
    rest.next();
    Ok(simple)
}

fn counted(rest: &mut Rest<'_>) -> Result<(usize, Option<usize>), String> {
    let inside: String = rest.by_ref().take_while(|c| *c != '}').collect();
    let number = |text: &str| {
        text.parse::<usize>()
            .map_err(|_| format!("repeat {{{inside}}} is not supported"))
    };
    let (min, max) = match inside.split_once(',') {
        None => (number(&inside)?, Some(number(&inside)?)),
        Some((min, "")) => (number(min)?, None),
        Some((min, max)) => (number(min)?, Some(number(max)?)),
    };
    if max.is_some_and(|max| max < min) {
        Err(format!("repeat {{{inside}}} is backwards"))
    } else {
        Ok((min, max))
    }
}
