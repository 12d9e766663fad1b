// Reads questions as JSON lines, prints what iam-simulate decides, one word a line. Its strict core is called without
// the validation in front of it, which drops context keys and asks for actions that AWS lists.
import { createInterface } from 'node:readline'
import { loadPolicy } from '@cloud-copilot/iam-policy'
import { authorize } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js'
import { DiscoveryContextKeyConstraints } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js'
import { AwsRequestImpl } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/request/request.js'
import { RequestContextImpl } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/requestContext.js'

const words = { Allowed: 'allowed', ImplicitlyDenied: 'implicitly denied', ExplicitlyDenied: 'explicitly denied' }
const load = (document, index) => loadPolicy(document, { name: `policy ${index}` })
const levels = (given) => given.map((level, index) => ({ orgIdentifier: `level ${index}`, policies: level.map(load) }))
const optional = (document) => (document === null ? undefined : load(document, 0))

function decide(question) {
  const caller = question.caller === '*' ? { type: 'Anonymous' } : question.caller
  const target = { resource: question.resource, accountId: question.owner }
  const context = new RequestContextImpl(question.context)
  return authorize({
    request: new AwsRequestImpl(caller, target, question.action, context),
    sessionPolicy: optional(question.session),
    identityPolicies: question.identity.map(load),
    serviceControlPolicies: levels(question.service_control),
    resourceControlPolicies: levels(question.resource_control),
    resourcePolicy: optional(question.resource_policy),
    permissionBoundaries: question.boundary === null ? undefined : [load(question.boundary, 0)],
    vpcEndpointPolicies: undefined,
    simulationParameters: {
      simulationMode: 'Strict',
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([])
    },
    serviceSettings: { s3: {} }
  }).result
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(words[decide(JSON.parse(line))])
  } catch (problem) {
    console.log(`error: ${problem.message.split('\n')[0]}`)
  }
}
