//! Who may hear a recording, and at which address for how long.

use aftersales_kit::{
    Refusal,
    auth::{Role, Roles},
    time::{BusinessDate, Timestamp},
};
use uuid::Uuid;

use super::{
    call::{PhoneCall, Recording},
    telephone_reasons::{RECORDING_EXPIRED, RECORDING_OF_OTHER_AGENT, RECORDING_WITHOUT_CONSENT},
};

/// Roles that hear every recording of their branch; others hear their own calls.
const HEAR_ALL: [Role; 3] = [Role::Chief, Role::DepartmentManager, Role::Supervisor];

impl Recording {
    /// The last day on which it may be kept; none when its keeper named none.
    pub fn last_day(&self) -> Option<BusinessDate> {
        BusinessDate::parse(&self.retain_until)
    }

    /// Passes when somebody may hear it on a day.
    ///
    /// # Errors
    /// `RECORDING_OF_OTHER_AGENT`, `RECORDING_WITHOUT_CONSENT`, `RECORDING_EXPIRED`.
    pub fn admit_play(&self, call: &PhoneCall, by: &str, roles: Roles, today: BusinessDate) -> Result<(), Refusal> {
        if call.agent_id != by && !HEAR_ALL.into_iter().any(|role| roles.has(role)) {
            return Err(RECORDING_OF_OTHER_AGENT.refuse().with("call_id", call.id));
        }
        if !self.consented {
            return Err(RECORDING_WITHOUT_CONSENT.refuse().with("call_id", call.id));
        }
        match self.last_day().filter(|last| *last < today) {
            Some(last) => Err(RECORDING_EXPIRED.refuse().with("retain_until", last)),
            None => Ok(()),
        }
    }
}

/// Somebody asked for a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// Id.
    pub id: Uuid,
    /// Call.
    pub call_id: Uuid,
    /// Where the sound lies.
    pub uri: String,
    /// Who.
    pub by: String,
    /// What for.
    pub purpose: String,
    /// When.
    pub at: Timestamp,
    /// Until when the address holds.
    pub expires_at: Timestamp,
}

const PLAY: &str = "play=";
const SIGNATURE: &str = "&signature=";

impl Play {
    /// The address that is signed: where the sound lies, and which play it is given out for.
    pub fn link(&self) -> String {
        let join = if self.uri.contains('?') { '&' } else { '?' };
        format!("{}{join}{PLAY}{}", self.uri, self.id)
    }

    /// The address with its signature.
    pub fn url(&self, signature: &str) -> String {
        format!("{}{SIGNATURE}{signature}", self.link())
    }
}

/// What stands in an address that was given out.
#[derive(Debug, PartialEq, Eq)]
pub struct Given<'u> {
    /// What was signed.
    pub link: &'u str,
    /// The signature.
    pub signature: &'u str,
    /// The play.
    pub play: Uuid,
}

/// Reads an address; none for one that was not given out here.
pub fn given(url: &str) -> Option<Given<'_>> {
    let (link, signature) = url.rsplit_once(SIGNATURE)?;
    let (_, play) = link.rsplit_once(PLAY)?;
    Some(Given {
        link,
        signature,
        play: Uuid::try_parse(play).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_play_it_is() {
        let mut play = Play {
            id: Uuid::from_u128(7),
            call_id: Uuid::nil(),
            uri: "https://sound/c.opus?v=1".to_owned(),
            by: "M1".to_owned(),
            purpose: "complaint".to_owned(),
            at: Timestamp::MIN,
            expires_at: Timestamp::MIN,
        };
        let url = play.url("ab");
        let read = given(&url).unwrap();
        assert_eq!(
            (read.link, read.signature, read.play),
            (play.link().as_str(), "ab", play.id)
        );
        assert!(url.contains("?v=1&play="));
        play.uri = "s3://c".to_owned();
        assert!(play.url("ab").starts_with("s3://c?play="));
        for foreign in ["", "s3://c", "s3://c?play=7&signature=ab", "s3://c&signature=ab"] {
            assert_eq!(given(foreign), None, "{foreign}");
        }
    }
}
