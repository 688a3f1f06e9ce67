//! Sealing of personal data, and the few secrets that the suite derives from one key file.
//!
//! The key file is the only secret beside the databases: without it sealed columns are noise and phones cannot be
//! looked up. Replicas of one installation share it; it is backed up apart from the databases.

use std::{fmt, path::Path};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf, hmac,
    rand::{SecureRandom as _, SystemRandom},
};

use crate::{
    error::{Error, Result},
    files,
};

/// Name of the key file in the data directory.
pub const KEY_FILE: &str = "master.key";

/// Bytes of the master key.
const KEY_LEN: usize = 32;

/// First byte of a sealed value: which cipher and key derivation it was made with.
const VERSION: u8 = 1;

/// The one secret of an installation, from which each use derives its own key (HKDF-SHA256).
#[derive(Clone)]
pub struct MasterKey([u8; KEY_LEN]);

impl MasterKey {
    /// From a data directory; made there (mode 0600) when there is none yet.
    ///
    /// # Errors
    /// The file cannot be read or written, or does not hold 32 bytes in base64.
    pub fn load_or_create(data_dir: &Path) -> Result<Self, files::FileError> {
        let path = data_dir.join(KEY_FILE);
        let text = files::read_or_create_secret(&path, || {
            let mut key = [0; KEY_LEN];
            SystemRandom::new()
                .fill(&mut key)
                .map_err(|_| "the system gives no random numbers")?;
            Ok(BASE64_STANDARD.encode(key).into_bytes())
        })?;
        let key = BASE64_STANDARD
            .decode(text.trim_ascii())
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        key.map(Self).ok_or_else(|| {
            files::FileError::content(&path, "does not hold 32 bytes in base64; restore it from its backup")
        })
    }

    /// From bytes that were kept elsewhere.
    pub const fn from_bytes(bytes: [u8; KEY_LEN]) -> Self {
        Self(bytes)
    }

    /// A key for one purpose. Keys of different purposes say nothing about each other.
    pub(crate) fn derive(&self, purpose: &'static str) -> Result<[u8; KEY_LEN]> {
        let failed = |_| Error::internal(format!("derive the key for {purpose}"));
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"aftersales");
        let mut key = [0; KEY_LEN];
        let info = [purpose.as_bytes()];
        let material = salt.extract(&self.0);
        let okm = material.expand(&info, hkdf::HKDF_SHA256).map_err(failed)?;
        okm.fill(&mut key).map_err(failed)?;
        Ok(key)
    }

    /// A key that signs for one purpose.
    pub(crate) fn signer(&self, purpose: &'static str) -> Result<hmac::Key> {
        Ok(hmac::Key::new(hmac::HMAC_SHA256, &self.derive(purpose)?))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

/// Seals personal data for storage (AES-256-GCM) and gives phones a keyed fingerprint for look-up.
#[derive(Clone)]
pub struct Sealer {
    cipher: std::sync::Arc<LessSafeKey>,
    phones: hmac::Key,
    names: hmac::Key,
    links: hmac::Key,
    random: SystemRandom,
}

impl Sealer {
    /// With the keys of this installation.
    ///
    /// # Errors
    /// `Internal` if the keys cannot be derived.
    pub fn new(master: &MasterKey) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, &master.derive("seal")?)
            .map_err(|_| Error::internal("make the sealing key"))?;
        Ok(Self {
            cipher: std::sync::Arc::new(LessSafeKey::new(key)),
            phones: master.signer("phone")?,
            names: master.signer("name")?,
            links: master.signer("link")?,
            random: SystemRandom::new(),
        })
    }

    /// With the key file of a data directory, made when there is none yet.
    ///
    /// # Errors
    /// The key file cannot be used.
    pub fn load_or_create(data_dir: &Path) -> Result<Self> {
        let master =
            MasterKey::load_or_create(data_dir).map_err(|error| Error::internal_from("load the master key", error))?;
        Self::new(&master)
    }

    /// Seals a value. `aad` names where the value belongs (such as `customer:<id>:phone`); it opens only there.
    ///
    /// # Errors
    /// `Internal` if the system gives no random numbers.
    pub fn seal(&self, plaintext: &str, aad: &str) -> Result<Vec<u8>> {
        let failed = |_| Error::internal("seal a value");
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(failed)?;
        let mut sealed = plaintext.as_bytes().to_vec();
        let place = Aad::from(aad.as_bytes());
        self.cipher
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), place, &mut sealed)
            .map_err(failed)?;
        Ok([&[VERSION], nonce.as_slice(), &sealed].concat())
    }

    /// Opens a sealed value at the place where it was sealed.
    ///
    /// # Errors
    /// `Internal` if the value was changed, moved from its place, or sealed with another key.
    pub fn open(&self, sealed: &[u8], aad: &str) -> Result<String> {
        let failed = || Error::internal("open a sealed value: changed, moved or sealed with another key");
        let (&VERSION, rest) = sealed.split_first().ok_or_else(failed)? else {
            return Err(failed());
        };
        let (nonce, ciphertext) = rest.split_at_checked(NONCE_LEN).ok_or_else(failed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| failed())?;
        let mut buffer = ciphertext.to_vec();
        let plain = self
            .cipher
            .open_in_place(nonce, Aad::from(aad.as_bytes()), &mut buffer)
            .map_err(|_| failed())?;
        std::str::from_utf8(plain).map(str::to_owned).map_err(|_| failed())
    }

    /// The keyed fingerprint under which a phone is found, whatever notation it was typed in. `None`: not a phone.
    pub fn phone_mac(&self, phone: &str) -> Option<Vec<u8>> {
        let number = crate::phone::normalise_phone(phone)?;
        Some(hmac::sign(&self.phones, number.as_bytes()).as_ref().to_vec())
    }

    /// The keyed fingerprint under which a whole name is found. The caller folds its notations (case, width, spaces) first.
    pub fn name_mac(&self, folded: &str) -> Vec<u8> {
        hmac::sign(&self.names, folded.as_bytes()).as_ref().to_vec()
    }

    /// Signs an address that is given out for a short time, as hexadecimal digits.
    pub fn sign_link(&self, link: &str) -> String {
        let signature = hmac::sign(&self.links, link.as_bytes());
        signature.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether [`Self::sign_link`] gave that signature for that address; takes the same time for every wrong one.
    pub fn is_link_signed(&self, link: &str, signature: &str) -> bool {
        constant_time_eq(self.sign_link(link).as_bytes(), signature.as_bytes())
    }
}

/// Whether both are the same; takes the same time for every wrong one of a length.
pub(crate) fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (a, b)| diff | (a ^ b)) == 0
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer() -> Sealer {
        Sealer::new(&MasterKey::from_bytes([7; KEY_LEN])).unwrap()
    }

    #[test]
    fn a_sealed_value_opens_only_where_it_was_sealed() {
        let (sealer, text) = (sealer(), "北京市海淀区 1 号 🏠");
        let sealed = sealer.seal(text, "customer:1:address").unwrap();
        assert_eq!(sealer.open(&sealed, "customer:1:address").unwrap(), text);
        assert!(sealer.open(&sealed, "customer:2:address").is_err());
        assert!(
            Sealer::new(&MasterKey::from_bytes([8; KEY_LEN]))
                .unwrap()
                .open(&sealed, "customer:1:address")
                .is_err()
        );
        assert_ne!(
            sealed,
            sealer.seal(text, "customer:1:address").unwrap(),
            "nonces must differ"
        );
    }

    #[test]
    fn every_changed_byte_is_found() {
        let sealer = sealer();
        let sealed = sealer.seal("13800138000", "p").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer.open(&changed, "p").is_err(), "byte {at}");
            assert!(sealer.open(&sealed[..at], "p").is_err(), "cut at {at}");
        }
    }

    /// A value that an earlier version stored: every later version must still open it.
    #[test]
    fn stored_values_stay_readable() {
        let stored = BASE64_STANDARD.decode(STORED).unwrap();
        assert_eq!(sealer().open(&stored, "customer:1:phone").unwrap(), "+8613800138000");
        let mac = sealer().phone_mac("138 0013 8000").unwrap();
        assert_eq!(BASE64_STANDARD.encode(mac), STORED_MAC);
    }

    const STORED: &str = "Ab/cUQSSqzhWwFMXoEBnFp4C4COJACvsmH4T+NoNGMDF2UvcMBk/6ArSCQ==";
    const STORED_MAC: &str = "dhXbmyiox54gSidxxGbNdu4XRA/nU+7PbGMl1HsUNa8=";

    #[test]
    fn the_key_file_is_made_once_for_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let first = MasterKey::load_or_create(dir.path()).unwrap();
        let second = MasterKey::load_or_create(dir.path()).unwrap();
        assert_eq!(first.0, second.0);
        let path = dir.path().join(KEY_FILE);
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(&path, "nonsense").unwrap();
        let text = MasterKey::load_or_create(dir.path()).unwrap_err().to_string();
        assert!(text.contains("master.key") && text.contains("backup"), "{text}");
    }

    #[test]
    fn debug_output_shows_no_key() {
        assert_eq!(
            format!("{:?} {:?}", sealer(), MasterKey::from_bytes([7; KEY_LEN])),
            "Sealer(***) MasterKey(***)"
        );
    }
}
