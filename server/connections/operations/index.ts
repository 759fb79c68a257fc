import { activateConnector } from './activate-connector.ts'
import { createConnector } from './create-connector.ts'
import { deleteConnector } from './delete-connector.ts'
import { getConnector } from './get-connector.ts'
import { listConnectors } from './list-connectors.ts'
import { listContainers, listEnteredContainers } from './list-containers.ts'
import { setScope } from './set-scope.ts'
import { getSpaceObject, listSpace } from './space.ts'
import { testConnector } from './test-connector.ts'

/** Operations named `connectors.…`. */
export const connectionOperations = {
  list: listConnectors,
  get: getConnector,
  create: createConnector,
  test: testConnector,
  delete: deleteConnector,
  activate: activateConnector,
  setScope,
  containers: listEnteredContainers,
  savedContainers: listContainers,
  space: listSpace,
  object: getSpaceObject,
}
