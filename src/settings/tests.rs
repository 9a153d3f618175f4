//! Where settings come from, and which fit together.

use super::*;

fn load(environment: &[(&str, &str)]) -> Result<BTreeMap<&'static str, (String, &'static str)>> {
    let mut values = BTreeMap::new();
    let variables = environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    read_environment(variables, &mut values)?;
    Ok(values)
}

#[test]
fn unknown_keys_are_refused() {
    assert!(load(&[("FLOTILLA_LISTN", "x")]).is_err());
    assert!(put(&mut BTreeMap::new(), "listn", String::new(), "flag").is_err());
    assert_eq!(load(&[("FLOTILLA_LISTEN", "x"), ("HOME", "/")]).unwrap().len(), 1);
}

#[test]
fn secrets_are_hidden() {
    let flags = Flags { set: vec!["database_url=postgres://u:secret@h/d".into()], ..Flags::default() };
    let settings = Settings::load(&flags).unwrap();
    assert!(!settings.print().contains("secret@"));
    assert!(settings.print().contains("database_url = \"(hidden)\"  # flag"));
}

#[test]
fn pages_are_reached_at_a_server_and_nowhere_below_it() {
    let at = |url: &str| {
        let settings = Settings::load(&Flags { set: vec![format!("public_url={url}")], ..Flags::default() });
        settings.and_then(|settings| settings.public_url(SocketAddr::from(([127, 0, 0, 1], 81)))).ok()
    };
    assert_eq!(at("").as_deref(), Some("http://127.0.0.1:81"));
    assert_eq!(at("https://Flotilla.example/").as_deref(), Some("https://flotilla.example"));
    assert_eq!(at("http://[::1]:8080").as_deref(), Some("http://[::1]:8080"));
    for url in ["flotilla.example", "https://", "https://a.example/x", "https://a@b.example", "ftp://a.example"] {
        assert_eq!(at(url), None, "{url}");
    }
}

#[test]
fn what_needs_another_setting_says_so() {
    let fits = |set: &[&str]| {
        let set = set.iter().map(|pair| (*pair).to_owned()).collect();
        Settings::load(&Flags { set, ..Flags::default() }).is_ok()
    };
    let (here, out) = ("public_url=https://flotilla.example", "listen=0.0.0.0:8080");
    let (issuer, client) = ("oidc_issuer=https://id.example", "oidc_client_id=flotilla");
    assert!(!fits(&[issuer]), "a provider needs to know whom it serves");
    assert!(fits(&[issuer, client]), "on this machine");
    assert!(!fits(&[issuer, client, out]), "nobody is sent back to 0.0.0.0");
    assert!(fits(&[issuer, client, out, here]));
    assert!(!fits(&["hsts=true"]) && !fits(&["hsts=true", "public_url=http://flotilla.example"]));
    assert!(fits(&["hsts=true", here, out]));
}
