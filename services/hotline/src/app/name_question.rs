//! The frequent question that a consultation is about, and the article that answers it (HOT-20, HOT-44).

use aftersales_kit::{Result, db::Tx, id::BranchId};

use crate::{
    domain::{article::Question, desk_reasons::ARTICLE_NOT_FOUND},
    store::articles,
};

/// The question with what its article says of it.
///
/// # Errors
/// `ARTICLE_NOT_FOUND` for an article that the branch may not use.
pub async fn run(tx: &mut Tx, branch: &BranchId, question: Question) -> Result<Question> {
    let Some(id) = question.article_id else {
        return Ok(question);
    };
    let found = articles::by_id(tx, id).await?.filter(|article| article.is_for(branch));
    match found {
        Some(article) => Ok(question.of_article(&article)),
        None => {
            let refusal = ARTICLE_NOT_FOUND.field("question_ref.article_id", "is no article of this branch");
            Err(refusal.with("article_id", id).into())
        }
    }
}
