/** Folders in which nothing more can be written, as a user's cache folder may be. */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "../environment/places.js";

/** A disk of its own can be made only by root; elsewhere run these tests in `unshare -rm`. */
export const canMount = process.getuid?.() === 0;

/** A disk with so many kilobytes, taken away after the test. */
export function smallDisk(kilobytes: number): string {
  const folder = join(temporaryFolder(), "small disk");
  mkdirSync(folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", folder]);
  onTestFinished(() => {
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Fills a disk to the last byte. @returns removes what fills it */
export function fill(disk: string): () => void {
  const path = join(disk, "filling");
  const file = openSync(path, "w");
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(file);
  }
  return () => {
    rmSync(path);
  };
}

/** A cache folder that is on a full disk. */
export function fullFolder(): string {
  const disk = smallDisk(64);
  fill(disk);
  return disk;
}

/** A cache folder that is on a disk that can only be read. */
export function readOnlyFolder(): string {
  const disk = smallDisk(64);
  execFileSync("mount", ["-o", "remount,ro", disk]);
  return disk;
}

/** A cache folder in whose place there is a file. */
export function notAFolder(): string {
  const path = join(temporaryFolder(), "cache");
  writeFileSync(path, "");
  return path;
}
