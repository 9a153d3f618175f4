/** Hands a file that was made on the page to whoever looks at it. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has its own hold on the content once the click was handled.
  setTimeout(() => URL.revokeObjectURL(address))
}

/** Hands over a text as a CSV file. */
export function downloadCsv(name: string, text: string): void {
  download(name, new Blob([text], { type: 'text/csv;charset=utf-8' }))
}
