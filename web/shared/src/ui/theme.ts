/** Which colours the pages have. */
export type Theme = 'system' | 'light' | 'dark'

const STORED = 'flotilla.theme'

/** The theme that was chosen in this browser. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORED)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    // A browser that refuses storage still shows the pages.
    return 'system'
  }
}

/** Gives the pages a theme. Called without one, before the first render, it takes the one that was chosen before. */
export function applyTheme(theme: Theme = storedTheme()): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
}

/** Gives the pages a theme, and keeps it for the next visit. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    localStorage.setItem(STORED, theme)
  } catch {
    // The choice then holds until the page is closed.
  }
}
