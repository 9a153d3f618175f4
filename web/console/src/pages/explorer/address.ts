/** Where the explorer's own page is; a query may follow after `#`. */
export const OPEN_IN_EXPLORER = '/console/explorer.html'
