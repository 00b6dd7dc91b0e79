/** Smaller binary data is taken as it is at the call; bigger is sent from where it is. */
const COPIED_BYTES = 4 * 1024;

/** Binary data for an attachment, which is written some time after the call. */
export function snapshot(data: Uint8Array): Uint8Array {
  return data.byteLength <= COPIED_BYTES ? new Uint8Array(data) : data;
}
