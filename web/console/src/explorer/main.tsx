import { allowStyles } from './styles'

// Before anything of the editor's is loaded.
allowStyles()
void import('./Explorer').then(({ show }) => show())
