//! The published keys verify the tokens we issue.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::client::{http, serve};
use crate::world::World;

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_verifies_with_the_published_key_of_its_kid() {
    let world = World::idle().await;
    let served = serve(&world.node).await;
    let answer = http(&served, "GET /.well-known/jwks.json", &[], "").await;
    assert_eq!((answer.status, answer.headers["cache-control"].as_str()), (200, "public, max-age=60"));
    let jwks = answer.json().await;
    let admin = world.staff("hq-admin").await;
    let token = admin.token.clone().unwrap();
    let [head, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("{token}") };
    let (header, read) = (decoded(head), decoded(claims));
    let key = jwks["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]).unwrap();
    assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&"OKP".into(), &"Ed25519".into(), &header["alg"]));
    assert!(key.get("d").is_none(), "the private half stays here");
    let public = UnparsedPublicKey::new(&ED25519, URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap());
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    public.verify(format!("{head}.{claims}").as_bytes(), &signature).unwrap();
    public.verify(format!("{head}.{claims}x").as_bytes(), &signature).unwrap_err();
    // Who and for how long, and nothing of what they may do.
    let mut names: Vec<&str> = read.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["aud", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"]);
    assert_eq!(read["exp"].as_i64().unwrap() - read["iat"].as_i64().unwrap(), 600);
    assert_eq!(read["sub"], crate::access::account(&admin).await);
}
