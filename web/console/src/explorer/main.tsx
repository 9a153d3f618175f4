import { markStyles } from './nonce'

// Before anything of the editor's is loaded.
markStyles()
void import('./Explorer').then(({ show }) => show())
