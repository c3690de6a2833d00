//! The webhook's own certificate, read again when it was renewed.

use crate::config::Webhook;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::io;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use tokio_rustls::TlsAcceptor;

/// The certificate in use.
#[derive(Debug)]
pub(super) struct Certificate(RwLock<Arc<CertifiedKey>>);

impl Certificate {
    /// The certificate that the config names; `None` if it names none.
    pub(super) fn of(config: &Webhook) -> io::Result<Option<Arc<Self>>> {
        let (Some(certificate), Some(key)) = (&config.certificate, &config.private_key) else { return Ok(None) };
        Ok(Some(Arc::new(Self(RwLock::new(read(certificate, key)?)))))
    }

    /// Reads the files again.
    pub(super) fn renew(&self, config: &Webhook) -> io::Result<()> {
        if let (Some(certificate), Some(key)) = (&config.certificate, &config.private_key) {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = read(certificate, key)?;
        }
        Ok(())
    }

    /// What encrypts connections with it.
    pub(super) fn acceptor(self: Arc<Self>) -> io::Result<TlsAcceptor> {
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_cert_resolver(self);
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn read(certificate: &Path, key: &Path) -> io::Result<Arc<CertifiedKey>> {
    let unreadable = |path: &Path, failure: &pem::Error| io::Error::other(format!("{}: {failure}", path.display()));
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|failure| unreadable(certificate, &failure))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|failure| unreadable(key, &failure))?;
    CertifiedKey::from_der(chain, key, &ring::default_provider()).map(Arc::new).map_err(io::Error::other)
}
