import type { TestProject } from 'vitest/node'
import { Server } from './server'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the server is. */
    address: string
    /** The file it logs to. */
    log: string
  }
}

/** One server for all files: seeding the real tree takes its time. Tests use people and policies of their own. */
export default async function setup(project: TestProject) {
  const server = await Server.start()
  project.provide('address', server.address)
  project.provide('log', server.log)
  return () => server.stop()
}
