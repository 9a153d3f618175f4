//! Takes a file in, piece by piece. Each piece is sealed and committed as it comes: nothing of it lies in memory or in clear.

use domain::access::Permission;
use domain::integrations::{ImportState, MAX_FILE_NAME, check_file_name};
use domain::kernel::{ChapterId, Code, ImportId, Violation, Violations};
use domain::members::check_grant;
use serde::Serialize;
use serde_json::json;
use store::integrations::file;
use store::integrations::import::{self, NewImport};

use super::file::kind_of;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Viewer, Write};

/// How much is sealed at once.
const CHUNK: usize = 256 << 10;

/// What is said of a file before it comes.
#[derive(Debug, Clone, Serialize)]
pub struct ImportUpload {
    /// The home of rows that name none.
    pub chapter: ChapterId,
    pub file_name: String,
    /// Which sheet of a workbook; the first without it.
    pub sheet: Option<String>,
    /// Which text the people consented to whose rows do not say it.
    pub consent_version: Option<String>,
}

/// A file on its way. Dropped before [`Upload::finish`], it is given up after a while.
pub struct Upload<'s> {
    service: &'s Service,
    op: &'s Op,
    input: ImportUpload,
    id: Option<ImportId>,
    /// What came and is not kept yet.
    waiting: Vec<u8>,
    chunks: i32,
    bytes: u64,
}

impl std::fmt::Debug for Upload<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").field("id", &self.id).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// Why a piece of a file was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// The file is larger than this many bytes.
    TooLarge(u64),
    /// It is no kind of file that can be imported: what to do about it.
    Kind(&'static str),
    Service(ServiceError),
}

impl From<ServiceError> for NotTaken {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl Service {
    /// Lets somebody send a file of people, with `MemberImport` at the chapter.
    ///
    /// # Errors
    /// Rules: the file's name, the text's version, too many imports are open. `NotFound` or `Denied` without the right.
    pub fn import_upload<'s>(&'s self, viewer: &'s Viewer, input: ImportUpload) -> Result<Upload<'s>> {
        viewer.account()?;
        viewer.require(Permission::MemberImport, input.chapter)?;
        check(&input)?;
        Ok(Upload { service: self, op: &viewer.op, input, id: None, waiting: Vec::new(), chunks: 0, bytes: 0 })
    }
}

fn check(input: &ImportUpload) -> Result<()> {
    let mut broken = Violations::default();
    broken.0.extend(check_file_name(&input.file_name).err());
    if let Some(version) = &input.consent_version
        && let Err(wrong) = check_grant(version)
    {
        broken.add(Code::IntegrationsImportFileInvalid, "consentVersion", wrong.message);
    }
    if input.sheet.as_ref().is_some_and(|sheet| sheet.chars().count() > MAX_FILE_NAME || sheet.contains('\0')) {
        broken.add(Code::IntegrationsImportFileInvalid, "sheet", "no sheet has such a name");
    }
    Ok(broken.check()?)
}

impl Upload<'_> {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// The file is too large or no kind that can be imported; what [`Service::import_upload`] says, asked anew.
    pub async fn push(&mut self, bytes: &[u8]) -> std::result::Result<(), NotTaken> {
        self.bytes += bytes.len() as u64;
        let most = self.service.settings.imports.max_bytes;
        if self.bytes > most {
            return Err(NotTaken::TooLarge(most));
        }
        self.waiting.extend_from_slice(bytes);
        while self.waiting.len() >= CHUNK {
            let rest = self.waiting.split_off(CHUNK);
            let whole = std::mem::replace(&mut self.waiting, rest);
            self.keep(&whole).await?;
        }
        Ok(())
    }

    async fn keep(&mut self, chunk: &[u8]) -> std::result::Result<(), NotTaken> {
        let id = match self.id {
            Some(id) => id,
            None => self.begin(chunk).await?,
        };
        let service = self.service;
        let kept = async {
            let work = service.store.begin().await?;
            let piece = (self.chunks, chunk);
            file::append(work.db(), service.store.vault(), id, piece, service.now()).await?;
            work.commit().await
        };
        kept.await.map_err(ServiceError::from)?;
        self.chunks += 1;
        Ok(())
    }

    async fn begin(&mut self, chunk: &[u8]) -> std::result::Result<ImportId, NotTaken> {
        let format = kind_of(chunk).map_err(NotTaken::Kind)?;
        let input = &self.input;
        let begun = self.service.write(self.op, "integrations.import_upload", input, |w| {
            Box::pin(async move {
                let by = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
                w.require(Permission::MemberImport, input.chapter).await?;
                check_open(w).await?;
                let id = ImportId(w.next_id());
                let new = NewImport {
                    id,
                    chapter: input.chapter,
                    file_name: &input.file_name,
                    format,
                    sheet: input.sheet.as_deref(),
                    consent_version: input.consent_version.as_deref(),
                    by,
                    at: w.now(),
                };
                import::insert(w.db(), &new).await?;
                let after = json!({ "format": format, "consentVersion": input.consent_version });
                let change = Change {
                    target: id.to_string(),
                    chapter: Some(input.chapter),
                    after: Some(after),
                    ..Change::default()
                };
                w.audit(change).await?;
                Ok(id)
            })
        });
        let id = begun.await?;
        self.id = Some(id);
        Ok(id)
    }

    /// Says that all of the file has come.
    ///
    /// # Errors
    /// Rules: nothing came. The upload was given up meanwhile.
    pub async fn finish(mut self) -> std::result::Result<ImportId, NotTaken> {
        let rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            self.keep(&rest).await?;
        }
        let Some(id) = self.id else {
            let message = "the file is empty";
            let broken = Violation::new(Code::IntegrationsImportFileInvalid, "", message);
            return Err(ServiceError::from(broken).into());
        };
        let (chapter, bytes) = (self.input.chapter, self.bytes);
        let finished = self.service.write(self.op, "integrations.import_uploaded", &id, |w| {
            Box::pin(async move {
                w.require(Permission::MemberImport, chapter).await?;
                let step = (ImportState::Uploading, ImportState::Uploaded);
                import::set_state(w.db(), id, step, w.now()).await?;
                let after = json!({ "state": ImportState::Uploaded, "bytes": bytes });
                let change =
                    Change { target: id.to_string(), chapter: Some(chapter), after: Some(after), ..Change::default() };
                w.audit(change).await?;
                Ok(id)
            })
        });
        Ok(finished.await?)
    }
}

/// Refuses who has too many imports open: each holds a file.
async fn check_open(w: &Write<'_>) -> Result<()> {
    let account = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let most = w.service.settings.imports.max_open;
    if import::open_of(w.db(), account).await? < most {
        return Ok(());
    }
    let message = format!("{most} imports of yours are open: finish or cancel one");
    Err(Violation::new(Code::IntegrationsImportTooMany, "", message).into())
}
