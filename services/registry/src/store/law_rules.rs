//! Table `law_rule`.

use aftersales_kit::{Error, Result, db::Tx, exec, fetch_all, time::BusinessDate};

use super::json;
use crate::domain::law::{self, Choice, LawRule};

#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    product_line: String,
    version: i64,
    bound: i64,
    choices: String,
    parts: String,
    effective_from: BusinessDate,
    in_force: bool,
    source: String,
}

impl Row {
    fn rule(self) -> Result<LawRule> {
        let choices: Vec<String> = json::read(&self.choices, "list of choices")?;
        let choice =
            |text: &String| Choice::parse(text).ok_or_else(|| Error::internal("a stored choice cannot be read"));
        Ok(LawRule {
            code: law::code(&self.code)?,
            product_line: self.product_line,
            limit: self.bound,
            choices: choices.iter().map(choice).collect::<Result<_>>()?,
            parts: json::read(&self.parts, "list of parts")?,
            effective_from: self.effective_from,
            in_force: self.in_force,
            version: self.version,
            source: self.source,
        })
    }
}

/// Adds a version of a rule.
pub async fn insert(tx: &mut Tx, rule: &LawRule) -> Result<()> {
    const SQL: &str = "
        INSERT INTO law_rule (code, product_line, version, bound, choices, parts, effective_from, in_force, source)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let choices: Vec<&str> = rule.choices.iter().map(|choice| choice.as_str()).collect();
    exec!(
        tx,
        SQL,
        rule.code,
        &rule.product_line,
        rule.version,
        rule.limit,
        json::write(&choices)?,
        json::write(&rule.parts)?,
        rule.effective_from,
        rule.in_force,
        &rule.source
    )?;
    Ok(())
}

/// The shipped rules and every version that was put.
pub async fn versions(tx: &mut Tx) -> Result<Vec<LawRule>> {
    const SQL: &str = "
        SELECT code, product_line, version, bound, choices, parts, effective_from, in_force, source
        FROM law_rule
        ORDER BY code, product_line, version";
    let mut rules = law::shipped();
    for row in fetch_all!(tx, Row, SQL)? {
        rules.push(row.rule()?);
    }
    Ok(rules)
}
