//! Knowledge articles, and the frequent question of a consultation (HOT-20, HOT-44).

use aftersales_kit::{id::BranchId, time::Timestamp};
use uuid::Uuid;

/// A knowledge article (产品说明材料).
#[derive(Debug, Clone)]
pub struct Article {
    /// Its id.
    pub id: Uuid,
    /// Branch; none for all.
    pub branch_id: Option<BranchId>,
    /// Product line.
    pub product_line: String,
    /// The question in a few words.
    pub topic: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// No longer shown.
    pub withdrawn: bool,
    /// Who put this version.
    pub put_by: String,
    /// When.
    pub put_at: Timestamp,
    /// Version, from 1.
    pub version: i64,
}

impl Article {
    /// What a search looks through, folded.
    pub fn searched(&self) -> String {
        format!("{}\n{}\n{}", self.topic, self.title, self.body).to_lowercase()
    }

    /// Whether a branch may use it.
    pub fn is_for(&self, branch: &BranchId) -> bool {
        self.branch_id.as_ref().is_none_or(|own| own == branch)
    }
}

/// The frequent question that a consultation was about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Article that answered it.
    pub article_id: Option<Uuid>,
    /// Product line.
    pub product_line: String,
    /// The question in a few words; empty for a consultation that names none.
    pub topic: String,
}

impl Question {
    /// The question with what its article says of it in place of what was left out.
    pub fn of_article(mut self, article: &Article) -> Self {
        if self.product_line.is_empty() {
            self.product_line.clone_from(&article.product_line);
        }
        if self.topic.is_empty() {
            self.topic.clone_from(&article.topic);
        }
        self
    }
}

/// How often a question was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionCount {
    /// Product line.
    pub product_line: String,
    /// The question.
    pub topic: String,
    /// Consultations.
    pub asked: i64,
    /// Of them with an article.
    pub with_article: i64,
    /// Of them not answered yet.
    pub open: i64,
}
