/** SQLite's file layer on a JournaledDisk: SQLite itself is the project's own build for WebAssembly, of the driver's version. */
import sqlite3InitModule from "@sqlite.org/sqlite-wasm";
import { DiskFull, DiskReadOnly, type JournaledDisk } from "./journaled-disk.ts";

export const sqlite3 = await sqlite3InitModule();
// Errors are thrown; they need not be printed too.
sqlite3.config.warn = () => {};

const { capi, wasm } = sqlite3;

type Result = ReturnType<InstanceType<typeof capi.sqlite3_vfs>["xOpen"]>;
type Pointer = Parameters<InstanceType<typeof capi.sqlite3_vfs>["xOpen"]>[0];

interface Open {
  disk: JournaledDisk;
  file: string;
}

export const VFS = "journaled";

let mounted: JournaledDisk | null = null;
const open = new Map<Pointer, Open>();

/** Files are opened on this disk from now on. */
export function mount(disk: JournaledDisk): void {
  mounted = disk;
}

const io = new capi.sqlite3_io_methods();
const vfs = new capi.sqlite3_vfs();
const usual = new capi.sqlite3_vfs(capi.sqlite3_vfs_find(null));
Object.assign(io, { $iVersion: 1 }); // no shared memory: locking_mode is EXCLUSIVE
Object.assign(vfs, {
  $iVersion: 2,
  $szOsFile: new capi.sqlite3_file().structInfo.sizeof,
  $mxPathname: 1_024,
  ...pick(usual, "$xRandomness", "$xSleep", "$xCurrentTime", "$xCurrentTimeInt64"),
});

sqlite3.vfs.installVfs({
  vfs: {
    struct: vfs,
    name: VFS,
    methods: {
      xOpen: (_, name, pointer, flags, outFlags) =>
        safely(capi.SQLITE_CANTOPEN, () => {
          const disk = disc();
          const file = wasm.cstrToJs(name) ?? `anonymous-${pointer}`;
          if (!disk.has(file)) {
            if (!(flags & capi.SQLITE_OPEN_CREATE)) return capi.SQLITE_CANTOPEN;
            disk.create(file);
          }
          open.set(pointer, { disk, file });
          const struct = new capi.sqlite3_file(pointer);
          struct.$pMethods = io.pointer;
          struct.dispose();
          if (outFlags) wasm.poke32(outFlags, flags);
          return capi.SQLITE_OK;
        }),
      xDelete: (_, name, syncFolder) =>
        safely(capi.SQLITE_IOERR_DELETE, () => {
          const file = wasm.cstrToJs(name) ?? "";
          if (!disc().has(file)) return capi.SQLITE_IOERR_DELETE_NOENT;
          disc().delete(file, syncFolder !== 0);
          return capi.SQLITE_OK;
        }),
      xAccess: (_, name, _flags, result) => {
        wasm.poke32(result, disc().has(wasm.cstrToJs(name) ?? "") ? 1 : 0);
        return capi.SQLITE_OK;
      },
      xFullPathname: (_, name, length, result) =>
        wasm.cstrncpy(result, name, length) < length ? capi.SQLITE_OK : capi.SQLITE_CANTOPEN,
      xGetLastError: () => capi.SQLITE_OK,
    },
  },
  io: {
    struct: io,
    methods: {
      xClose: (pointer) => {
        open.delete(pointer);
        return capi.SQLITE_OK;
      },
      xRead: (pointer, buffer, length, offset) =>
        safely(capi.SQLITE_IOERR_READ, () => {
          const { disk, file } = of(pointer);
          const bytes = disk.read(file, Number(offset), length);
          const target = wasm.heap8u().subarray(Number(buffer), Number(buffer) + length);
          target.set(bytes);
          if (bytes.length === length) return capi.SQLITE_OK;
          target.fill(0, bytes.length);
          return capi.SQLITE_IOERR_SHORT_READ;
        }),
      xWrite: (pointer, buffer, length, offset) =>
        safely(capi.SQLITE_IOERR_WRITE, () => {
          const { disk, file } = of(pointer);
          disk.write(file, Number(offset), wasm.heap8u().subarray(Number(buffer), Number(buffer) + length));
          return capi.SQLITE_OK;
        }),
      xTruncate: (pointer, size) =>
        safely(capi.SQLITE_IOERR_TRUNCATE, () => {
          const { disk, file } = of(pointer);
          disk.truncate(file, Number(size));
          return capi.SQLITE_OK;
        }),
      xSync: (pointer) =>
        safely(capi.SQLITE_IOERR_FSYNC, () => {
          const { disk, file } = of(pointer);
          disk.sync(file);
          return capi.SQLITE_OK;
        }),
      xFileSize: (pointer, result) =>
        safely(capi.SQLITE_IOERR_FSTAT, () => {
          const { disk, file } = of(pointer);
          wasm.poke64(result, BigInt(disk.size(file)));
          return capi.SQLITE_OK;
        }),
      // One connection a disk.
      xLock: () => capi.SQLITE_OK,
      xUnlock: () => capi.SQLITE_OK,
      xCheckReservedLock: (_, result) => {
        wasm.poke32(result, 0);
        return capi.SQLITE_OK;
      },
      xFileControl: () => capi.SQLITE_NOTFOUND,
      // As SQLite's own file layer on Linux says of itself.
      xSectorSize: () => 4_096 as Result,
      xDeviceCharacteristics: () => capi.SQLITE_IOCAP_POWERSAFE_OVERWRITE as Result,
    },
  },
});

function disc(): JournaledDisk {
  if (!mounted) throw new Error("no disk is mounted");
  return mounted;
}

function of(pointer: Pointer): Open {
  const file = open.get(pointer);
  if (!file) throw new Error("this file is not open");
  return file;
}

/** Nothing may be thrown through SQLite. */
function safely(otherwise: Result, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof DiskFull) return capi.SQLITE_FULL;
    if (error instanceof DiskReadOnly) return capi.SQLITE_READONLY;
    console.error(error);
    return otherwise;
  }
}

function pick(from: object, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, (from as Record<string, unknown>)[name]]));
}
