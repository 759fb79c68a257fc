#!/usr/bin/env node
// Starts the `lockstep` command. `npx` runs this file with whatever Node is on the machine; the command itself needs
// the Node that was installed with the project, because it is TypeScript.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const own = realpathSync(fileURLToPath(import.meta.url))
const beside = (path) => fileURLToPath(new URL(path, `file://${own}`))
const installed = beside('../node_modules/.bin/node')
const node = existsSync(installed) ? installed : process.execPath
const child = spawn(node, [beside('./cli.ts'), ...process.argv.slice(2)], { stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))
