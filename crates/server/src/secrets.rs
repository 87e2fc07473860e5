//! What is a secret here, and how is it told from another one?
//!
//! Three kinds, all 256 bits of chance from the operating system: the token of a user, which the library knows by its hash
//! alone; the name of a session, which stands in a cookie; and the secret of this process, of which form tokens are made.

use sha2::{Digest, Sha256};

/// How long a secret is, and its hash.
const BYTES: usize = 32;

/// What the tokens of users begin with, so that one that lies about is known for what it is.
const MARK: &str = "sayso_";

/// A hash of a secret.
pub(crate) type Hash = [u8; BYTES];

/// Chance.
///
/// # Panics
/// When the operating system has none: nothing can be kept safe then.
pub(crate) fn random() -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
    bytes
}

/// A new token for a user, and the hash of it by which a library knows him: `sayso_` and 64 hexadecimal digits.
///
/// ```
/// let (token, hash) = sayso_server::new_token();
/// assert_eq!(token.len(), 70);
/// assert_eq!(sayso_server::token_hash(&token), hash);
/// ```
pub fn new_token() -> (String, [u8; 32]) {
    let token = format!("{MARK}{}", hex(&random()));
    let hash = token_hash(&token);
    (token, hash)
}

/// By what a library knows the one who has this token.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A new name of a session.
pub(crate) fn new_session() -> String {
    hex(&random())
}

/// What makes the tokens of forms: a secret of this process.
pub(crate) struct FormTokens {
    secret: [u8; BYTES],
}

impl FormTokens {
    /// With a new secret: the tokens of an earlier process do not hold.
    pub(crate) fn new() -> FormTokens {
        FormTokens { secret: random() }
    }

    /// What stands in the forms of a session. Both parts have one length, so that nothing can be put behind them.
    fn of(&self, session: &Hash) -> Hash {
        Sha256::new().chain_update(self.secret).chain_update(session).finalize().into()
    }

    /// The same, masked by chance: each page has other words in that place, so that how well a page is compressed says
    /// nothing of them.
    pub(crate) fn masked(&self, session: &Hash) -> String {
        let (mask, token) = (random(), self.of(session));
        hex(&mask) + &hex(&xor(&mask, &token))
    }

    /// Whether it is a token of that session. How long this takes does not depend on where it differs.
    pub(crate) fn is_of(&self, session: &Hash, typed: &str) -> bool {
        let Some((mask, masked)) = typed.split_at_checked(2 * BYTES) else { return false };
        let (Some(mask), Some(masked)) = (unhex(mask), unhex(masked)) else { return false };
        same(&xor(&mask, &masked), &self.of(session))
    }
}

fn xor(one: &Hash, other: &Hash) -> Hash {
    std::array::from_fn(|at| one[at] ^ other[at])
}

/// Compares all of it, whatever differs.
fn same(one: &Hash, other: &Hash) -> bool {
    let differing = one.iter().zip(other).fold(0, |differing, (a, b)| differing | (a ^ b));
    std::hint::black_box(differing) == 0
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS[usize::from(nibble)] as char;
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(digits: &str) -> Option<Hash> {
    let values: Vec<u8> =
        digits.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = values.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    bytes.try_into().ok().filter(|_| values.len() == 2 * BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_token_holds_for_its_session_and_looks_different_each_time() {
        let tokens = FormTokens::new();
        let (one, other) = (random(), random());
        let (first, second) = (tokens.masked(&one), tokens.masked(&one));
        assert!(first != second && tokens.is_of(&one, &first) && tokens.is_of(&one, &second));
        assert!(!tokens.is_of(&other, &first) && !FormTokens::new().is_of(&one, &first));
    }

    #[test]
    fn what_is_no_form_token_is_refused() {
        let (tokens, session) = (FormTokens::new(), random());
        let token = tokens.masked(&session);
        for typed in
            ["", "00", &token[1..], &format!("{token}0"), &token.replace(&token[..1], "é"), &"0".repeat(128)]
        {
            assert!(!tokens.is_of(&session, typed), "{typed}");
        }
    }

    #[test]
    fn tokens_differ_and_are_known_by_their_hash() {
        let ((one, hash), (other, _)) = (new_token(), new_token());
        assert!(one != other && one.starts_with(MARK) && hash == token_hash(&one));
        assert!(token_hash(&one[..one.len() - 1]) != hash);
    }
}
