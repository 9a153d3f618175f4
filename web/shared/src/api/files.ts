import { asFault, Fault, faultOf, type WireError } from './fault'
import { connection } from './provider'

/** How a request body goes out: the share that has left, 0 to 1. */
type OnProgress = (share: number) => void

/**
 * Posts a file as it is, for whoever is signed in. The browser's older request is used, since `fetch` does not tell how much
 * has left.
 */
export async function upload<T>(
  path: string,
  file: Blob,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<T> {
  const token = await connection().session.token()
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const answer = parse(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(answer as T)
      else reject(refusal(answer.errors, request))
    }
    request.onerror = () =>
      reject(new Fault({ code: 'OFFLINE', message: 'the server was not reached', status: 0 }))
    request.onabort = () => reject(new DOMException('the upload was stopped', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

/** Gets a file for whoever is signed in. */
export async function fetchFile(path: string): Promise<Blob> {
  const token = await connection().session.token()
  try {
    const response = await fetch(path, {
      headers: { authorization: `Bearer ${token}` },
      credentials: 'same-origin',
      cache: 'no-store',
    })
    if (response.ok) return await response.blob()
    throw faultOf(parse(await response.text()).errors ?? [], response)
  } catch (error) {
    if (error instanceof TypeError) {
      throw new Fault({ code: 'OFFLINE', message: 'the server was not reached', status: 0 })
    }
    throw asFault(error)
  }
}

function parse(text: string): { errors?: WireError[] } {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function refusal(errors: WireError[] | undefined, request: XMLHttpRequest): Fault {
  const first = errors?.[0]
  return new Fault({
    code: first?.extensions?.code ?? 'INTERNAL',
    message: first?.message ?? 'the server gave no reason',
    status: request.status,
    requestId: first?.extensions?.requestId ?? request.getResponseHeader('x-request-id'),
  })
}
