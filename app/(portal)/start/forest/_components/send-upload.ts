type Upload = { readonly id: string; readonly entries: number }

function isUpload(value: unknown): value is Upload {
  return typeof value === 'object' && value !== null && 'id' in value && 'entries' in value
}

/**
 * Sends a file as it is. XMLHttpRequest because fetch does not report how much was sent. Rejects with the door's
 * error body and its HTTP status.
 */
export function sendUpload(file: File, onSent: (bytes: number) => void): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/uploads?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded }) => onSent(loaded)
    request.onerror = () =>
      reject(new Error('The connection to the portal broke while uploading. Try again.'))
    request.onload = () => {
      const body: unknown = request.response
      if (request.status < 300 && isUpload(body)) resolve(body)
      else reject({ status: request.status, data: body })
    }
    request.send(file)
  })
}
