use super::*;
use std::time::Duration;

fn key(kid: &str, signs_from: i64) -> SigningKey {
    let pair = Ed25519KeyPair::generate().unwrap();
    SigningKey { kid: kid.to_owned(), pkcs8: pair.to_pkcs8v1().unwrap().as_ref().to_vec(), signs_from: at(signs_from) }
}

fn at(seconds: i64) -> Timestamp {
    from_micros(seconds * 1_000_000)
}

fn named() -> Named {
    Named { account: AccountId(Uuid::from_u128(1)), session: SessionId(Uuid::from_u128(2)), expires_at: at(1_000_000) }
}

fn ring(keys: &[SigningKey]) -> KeyRing {
    KeyRing::new(keys, &AccessSettings::default()).unwrap()
}

fn part(token: &str, index: usize) -> serde_json::Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Signs whatever header and claims it is given.
fn forge(key: &SigningKey, header: &serde_json::Value, claims: &serde_json::Value) -> String {
    let encode = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let body = format!("{}.{}", encode(header), encode(claims));
    let pair = Ed25519KeyPair::from_pkcs8(&key.pkcs8).unwrap();
    format!("{body}.{}", URL_SAFE_NO_PAD.encode(pair.sign(body.as_bytes())))
}

#[test]
fn a_token_names_its_holder_until_it_expires() {
    let ring = ring(&[key("a", 0)]);
    let (token, expires_at) = ring.sign(&named(), Uuid::from_u128(3), at(1_000)).unwrap();
    assert_eq!(expires_at, at(1_600));
    assert_eq!(ring.verify(&token, at(1_000)), Some(Named { expires_at, ..named() }));
    assert!(ring.verify(&token, at(1_599)).is_some());
    assert!(ring.verify(&token, at(1_600)).is_none(), "expired, without leeway");
    assert!(ring.verify(&token, at(990)).is_none(), "from the future");
    let claims = part(&token, 1);
    for claim in ["iss", "aud", "sub", "iat", "nbf", "exp", "jti", "sid"] {
        assert!(!claims[claim].is_null(), "{claim}");
    }
    assert_eq!(part(&token, 0)["kid"], "a");
    let (_, capped) = ring.sign(&named(), Uuid::nil(), at(999_900)).unwrap();
    assert_eq!(capped, named().expires_at, "a token does not outlive its session");
}

#[test]
fn a_new_key_signs_when_its_time_has_come_and_old_ones_verify() {
    let (old, new) = (key("old", 0), key("new", 5_000));
    let before = ring(std::slice::from_ref(&old));
    let after = ring(&[old, new]);
    let (token, _) = after.sign(&named(), Uuid::nil(), at(4_999)).unwrap();
    assert_eq!(part(&token, 0)["kid"], "old");
    assert!(before.verify(&token, at(4_999)).is_some());
    let (token, _) = after.sign(&named(), Uuid::nil(), at(5_000)).unwrap();
    assert_eq!(part(&token, 0)["kid"], "new");
    assert!(after.verify(&token, at(5_000)).is_some());
    assert!(before.verify(&token, at(5_000)).is_none());
    let jwks: serde_json::Value = serde_json::from_str(after.jwks()).unwrap();
    assert_eq!(jwks["keys"].as_array().unwrap().len(), 2);
    assert_eq!(jwks["keys"][0]["crv"], "Ed25519");
    assert_eq!(jwks["keys"][0]["alg"], "EdDSA");
    assert!(jwks["keys"][0]["d"].is_null());
}

#[test]
fn what_is_not_exactly_ours_is_refused() {
    let own = key("a", 0);
    let ring = ring(std::slice::from_ref(&own));
    let (token, _) = ring.sign(&named(), Uuid::nil(), at(1_000)).unwrap();
    let (header, claims) = (part(&token, 0), part(&token, 1));
    let good = |token: &str| ring.verify(token, at(1_000)).is_some();
    assert!(good(&forge(&own, &header, &claims)));
    assert!(!good(&forge(&key("a", 0), &header, &claims)), "another's key");

    for (name, value) in [
        ("alg", serde_json::json!("none")),
        ("alg", serde_json::json!("HS256")),
        ("kid", serde_json::json!("b")),
        ("kid", serde_json::Value::Null),
        ("crit", serde_json::json!(["exp"])),
        ("crit", serde_json::json!([])),
        ("zip", serde_json::json!("DEF")),
        ("typ", serde_json::json!("secevent+jwt")),
    ] {
        let mut changed = header.clone();
        changed[name] = value.clone();
        assert!(!good(&forge(&own, &changed, &claims)), "{name} {value}");
    }
    for name in ["iss", "aud", "sub", "sid", "exp", "nbf", "iat", "jti"] {
        let mut changed = claims.clone();
        changed.as_object_mut().unwrap().remove(name);
        assert!(!good(&forge(&own, &header, &changed)), "without {name}");
    }
    for (name, value) in [
        ("iss", serde_json::json!("else")),
        ("aud", serde_json::json!("else")),
        ("aud", serde_json::json!([])),
        ("sub", serde_json::json!("")),
        ("exp", serde_json::json!("never")),
        ("exp", serde_json::json!(999)),
        ("nbf", serde_json::json!(1_010)),
        ("iat", serde_json::json!(1_010)),
    ] {
        let mut changed = claims.clone();
        changed[name] = value.clone();
        assert!(!good(&forge(&own, &header, &changed)), "{name} {value}");
    }
    let mut elsewhere = header.clone();
    elsewhere["jku"] = serde_json::json!("http://127.0.0.1:1/jwks.json");
    assert!(good(&forge(&own, &elsewhere, &claims)), "a place to fetch keys from is ignored");
    for broken in ["", ".", "..", "a.b.c", &token[..token.len() - 2], &format!("{token}.x"), &"x".repeat(5_000)] {
        assert!(!good(broken), "{broken}");
    }
}

#[test]
fn a_ring_must_make_sense() {
    let settings = AccessSettings { access_life: Duration::from_mins(1), ..AccessSettings::default() };
    assert_eq!(KeyRing::new(&[], &settings).unwrap_err(), KeyError::NoKey);
    let bad = SigningKey { kid: "a".into(), pkcs8: vec![1], signs_from: at(0) };
    assert_eq!(KeyRing::new(&[bad], &settings).unwrap_err(), KeyError::Unreadable("a".into()));
    let twice = [key("a", 0), key("a", 1)];
    assert_eq!(KeyRing::new(&twice, &settings).unwrap_err(), KeyError::Twice("a".into()));
}
