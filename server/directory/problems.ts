import type { DirectoryProblem, ObjectChange, StoredObject } from './model.ts'
import { nameOf } from './model.ts'
import type { UniqueValue } from './unique-values.ts'
import { excerpt } from './validate-value.ts'

type Named = Pick<StoredObject, 'id' | 'objectType' | 'attributes'>

const describe = (object: Named) => `${object.objectType} "${excerpt(nameOf(object))}"`
const other = (object: Named) => ({
  id: object.id,
  objectType: object.objectType,
  name: excerpt(nameOf(object)),
})

export function valueInUse(unique: UniqueValue, claimant: Named, holder: Named): DirectoryProblem {
  return {
    code: 'AttributeValueMustBeUnique',
    message:
      `The ${describe(claimant)} cannot have the ${unique.kind} "${excerpt(unique.value)}": ` +
      `the ${describe(holder)} (${holder.id}) holds it. Remove the value from one of the two at its source.`,
    attribute: unique.kind,
    value: excerpt(unique.value),
    otherObject: other(holder),
    retry: true,
  }
}

export function typeMismatch(unique: UniqueValue, claimant: Named, holder: Named): DirectoryProblem {
  return {
    code: 'ObjectTypeMismatch',
    message:
      `The ${describe(claimant)} has the ${unique.kind} "${excerpt(unique.value)}" of the ${describe(holder)} ` +
      `(${holder.id}), which is of another type. Remove the value from the object that should not have it.`,
    attribute: unique.kind,
    value: excerpt(unique.value),
    otherObject: other(holder),
    retry: true,
  }
}

export function otherAnchor(unique: UniqueValue, claimant: Named, holder: Named): DirectoryProblem {
  return {
    code: 'InvalidSoftMatch',
    message:
      `The ${describe(claimant)} has the ${unique.kind} "${excerpt(unique.value)}" of the ${describe(holder)} ` +
      `(${holder.id}), whose source anchor is already set to another value. Decide which object owns the value and ` +
      'remove it from the other.',
    attribute: unique.kind,
    value: excerpt(unique.value),
    otherObject: other(holder),
    retry: true,
  }
}

export function privilegedAccount(claimant: Named, holder: Named): DirectoryProblem {
  return {
    code: 'ExistingAdminRoleConflict',
    message:
      `The ${describe(claimant)} matches the ${describe(holder)} (${holder.id}), which holds an administrative role ` +
      'and is never taken over. Remove the role, let the next cycle match, and give the role again.',
    otherObject: other(holder),
    retry: true,
  }
}

export function takeoverBlocked(claimant: Named, holder: Named): DirectoryProblem {
  return {
    code: 'InvalidHardMatch',
    message:
      `The ${describe(claimant)} carries the source anchor of the ${describe(holder)} (${holder.id}), which is ` +
      'managed in the cloud, and taking over by source anchor is blocked. Allow it for the duration of the match.',
    attribute: 'sourceAnchor',
    otherObject: other(holder),
    retry: true,
  }
}

export function notManagedHere(change: ObjectChange, object: Named): DirectoryProblem {
  return {
    code: 'InvalidHardMatch',
    message:
      `The ${describe(object)} (${object.id}) is managed in the cloud and the ${change.operation} does not carry its ` +
      'source anchor. Run an import, so that the object is joined again.',
    attribute: 'sourceAnchor',
    otherObject: other(object),
    retry: true,
  }
}

export function deleteOfCloudObject(object: StoredObject): DirectoryProblem {
  const never = object.sourceAnchor === null
  return {
    code: never ? 'DeletingCloudOnlyObjectNotAllowed' : 'DeleteNotValid',
    message:
      `The ${describe(object)} (${object.id}) is ${never ? 'managed in the cloud' : 'no longer synchronised'} and ` +
      'cannot be deleted by a synchronisation. Correct scope or rules, or delete it in the directory.',
    otherObject: other(object),
    retry: true,
  }
}

export function missingObject(change: ObjectChange): DirectoryProblem {
  return {
    code: 'cd-missing-object',
    message:
      `The ${change.objectType} ${change.id ?? ''} is not in the directory (any more). Run an import; ` +
      'the object is then added again or disconnected.',
    retry: true,
  }
}

export function anchorChanged(object: StoredObject, sent: string): DirectoryProblem {
  return {
    code: 'SourceAnchorChanged',
    message:
      `The ${describe(object)} (${object.id}) has the source anchor ${object.sourceAnchor ?? '(none)'}, not ` +
      `${excerpt(sent)}: an anchor never changes. Restore the previous value at the source.`,
    attribute: 'sourceAnchor',
    value: excerpt(sent),
    retry: true,
  }
}

export function anchorUnusable(change: ObjectChange, why: string): DirectoryProblem {
  return {
    code: 'missing-anchor-value',
    message: `A new ${change.objectType} ${why}. Correct the source anchor at the source.`,
    attribute: 'sourceAnchor',
    retry: true,
  }
}

export function changedTwice(object: Named): DirectoryProblem {
  return {
    code: 'duplicate-object',
    message: `The ${describe(object)} (${object.id}) is changed twice in one batch; the first change was taken.`,
    otherObject: other(object),
    retry: true,
  }
}
