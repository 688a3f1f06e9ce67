//! Table `staff`.

use aftersales_kit::{
    Result,
    auth::{BranchScope, Role, Roles},
    db::Tx,
    etag, exec, fetch_all, fetch_optional,
    id::{BranchId, StaffId},
    seal::Sealer,
};

use super::json;
use crate::domain::{
    book::BookMember,
    staff::{Member, Post},
};

#[derive(sqlx::FromRow)]
struct Row {
    staff_id: StaffId,
    branch_id: BranchId,
    person: Vec<u8>,
    roles: i64,
    skills: String,
    has_left: bool,
    version: i64,
}

impl Row {
    fn post(&self) -> Result<Post> {
        Ok(Post {
            roles: Roles::from_bits(self.roles.cast_unsigned()),
            skills: json::read(&self.skills, "list of skills")?,
            left: self.has_left,
        })
    }

    fn opened(self, sealer: &Sealer) -> Result<Member> {
        Ok(Member {
            person: json::read(&sealer.open(&self.person, &place(&self.staff_id))?, "member of staff")?,
            post: self.post()?,
            id: self.staff_id,
            branch: self.branch_id,
            version: self.version,
        })
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT staff_id, branch_id, person, roles, skills, has_left, version FROM staff ",
            $tail
        )
    };
}

/// Where a person is sealed.
fn place(id: &StaffId) -> String {
    format!("staff:{id}:person")
}

fn sealed(sealer: &Sealer, member: &Member) -> Result<Vec<u8>> {
    sealer.seal(&json::write(&member.person)?, &place(&member.id))
}

fn bits(roles: Roles) -> i64 {
    roles.bits().cast_signed()
}

/// Adds a member of staff.
pub async fn insert(tx: &mut Tx, sealer: &Sealer, member: &Member) -> Result<()> {
    const SQL: &str = "
        INSERT INTO staff (staff_id, branch_id, person, roles, skills, has_left, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let post = &member.post;
    exec!(
        tx,
        SQL,
        &member.id,
        &member.branch,
        sealed(sealer, member)?,
        bits(post.roles),
        json::write(&post.skills)?,
        post.left,
        member.version,
    )?;
    Ok(())
}

/// Replaces a member whose stored version is one less.
///
/// # Errors
/// `STALE_ETAG`.
pub async fn update(tx: &mut Tx, sealer: &Sealer, member: &Member) -> Result<()> {
    const SQL: &str = "
        UPDATE staff
        SET
            person = $3,
            roles = $4,
            skills = $5,
            has_left = $6,
            version = version + 1
        WHERE staff_id = $1 AND version = $2";
    let post = &member.post;
    let rows = exec!(
        tx,
        SQL,
        &member.id,
        member.version - 1,
        sealed(sealer, member)?,
        bits(post.roles),
        json::write(&post.skills)?,
        post.left,
    )?;
    etag::changed(rows)
}

/// The member of that code at a branch of the scope.
pub async fn find(tx: &mut Tx, sealer: &Sealer, scope: &BranchScope, id: &StaffId) -> Result<Option<Member>> {
    const SQL: &str = select!("WHERE staff_id = $1");
    let row = fetch_optional!(tx, Row, SQL, id)?;
    row.filter(|row| scope.contains(&row.branch_id))
        .map(|row| row.opened(sealer))
        .transpose()
}

/// Which members of a branch to list.
pub struct Filter {
    /// Branch.
    pub branch: BranchId,
    /// Only this role.
    pub role: Option<Role>,
    /// Those who have left, too.
    pub include_left: bool,
    /// Codes after this one; empty from the first.
    pub after: String,
    /// Most rows.
    pub limit: i64,
}

/// Members of a branch by code.
pub async fn list(tx: &mut Tx, sealer: &Sealer, filter: &Filter) -> Result<Vec<Member>> {
    const SQL: &str = select!(
        "WHERE branch_id = $1 AND staff_id > $2 AND ($3 = 0 OR (roles & $3) <> 0) AND ($4 OR NOT has_left) \
         ORDER BY staff_id LIMIT $5"
    );
    let role = bits(filter.role.into_iter().collect());
    let rows = fetch_all!(
        tx,
        Row,
        SQL,
        &filter.branch,
        &filter.after,
        role,
        filter.include_left,
        filter.limit
    )?;
    rows.into_iter().map(|row| row.opened(sealer)).collect()
}

/// Members by code without who they are, of all branches or of one: what books are made of.
pub async fn for_books(tx: &mut Tx, only: Option<&BranchId>) -> Result<Vec<BookMember>> {
    const ALL: &str = select!("ORDER BY staff_id");
    const ONE: &str = select!("WHERE branch_id = $1 ORDER BY staff_id");
    let rows = match only {
        None => fetch_all!(tx, Row, ALL)?,
        Some(id) => fetch_all!(tx, Row, ONE, id)?,
    };
    let member = |row: Row| {
        let post = row.post()?;
        Ok(BookMember {
            id: row.staff_id,
            branch: row.branch_id,
            post,
        })
    };
    rows.into_iter().map(member).collect()
}

/// The member of that code at a branch, without who it is.
pub async fn at_branch(tx: &mut Tx, branch: &BranchId, id: &StaffId) -> Result<Option<BookMember>> {
    let members = for_books(tx, Some(branch)).await?;
    Ok(members.into_iter().find(|member| member.id == *id))
}
