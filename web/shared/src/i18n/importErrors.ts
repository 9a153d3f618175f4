import type { UserErrorCode } from '@shared/gql/schema'
import type { Language } from './language'

/** What is wrong with an import, and what to do about it. */
export const IMPORT_ERRORS: Record<
  Extract<UserErrorCode, `INTEGRATIONS_${string}`>,
  Record<Language, string>
> = {
  INTEGRATIONS_IMPORT_FILE_INVALID: {
    zh: '文件名不可用、文件为空，或没有指明同意文本的版本。请核对后重新上传。',
    en: 'The file has no usable name, is empty, or names no version of the consent. Check it and send it again.',
  },
  INTEGRATIONS_IMPORT_HAS_ERRORS: {
    zh: '有些行有错误。请修改文件后重新上传，或选择跳过这些行。',
    en: 'Some rows have errors. Mend the file and send it again, or choose to leave them out.',
  },
  INTEGRATIONS_IMPORT_STATE: {
    zh: '该导入当前的状态不允许此操作。请刷新页面查看。',
    en: 'The import’s state does not allow it. Refresh the page.',
  },
  INTEGRATIONS_IMPORT_TOO_MANY: {
    zh: '您未完成的导入太多。请先完成或取消一个。',
    en: 'Too many of your imports are open. Finish or cancel one first.',
  },
}
