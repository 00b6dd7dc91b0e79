import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Modules whose distribution has another name; the rest are installed under the name they are imported by. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  attr: "attrs",
  bs4: "beautifulsoup4",
  cv2: "opencv-python",
  Crypto: "pycryptodome",
  dateutil: "python-dateutil",
  docx: "python-docx",
  dotenv: "python-dotenv",
  fitz: "PyMuPDF",
  git: "GitPython",
  google: "google-genai",
  jose: "python-jose",
  jwt: "PyJWT",
  magic: "python-magic",
  MySQLdb: "mysqlclient",
  OpenSSL: "pyOpenSSL",
  PIL: "pillow",
  pptx: "python-pptx",
  psycopg2: "psycopg2-binary",
  serial: "pyserial",
  skimage: "scikit-image",
  sklearn: "scikit-learn",
  usb: "pyusb",
  yaml: "PyYAML",
  zmq: "pyzmq",
};

/** The name to install a missing module by. */
export function distributionOf(module: string): string {
  const root = module.split(".", 1)[0] ?? module;
  return DISTRIBUTIONS[root] ?? root.replaceAll("_", "-");
}

/**
 * The command that installs a distribution into the environment of an interpreter: with pip, or with uv where uv made
 * the environment, which then has no pip.
 */
export function installCommand(executable: string, distribution: string): string {
  const program = /[\s"'$]/.test(executable) ? JSON.stringify(executable) : executable;
  return hasPip(executable)
    ? `${program} -m pip install ${distribution}`
    : `uv pip install --python ${program} ${distribution}`;
}

function hasPip(executable: string): boolean {
  const programs = dirname(executable);
  const isEnvironment = existsSync(join(programs, "..", "pyvenv.cfg"));
  return !isEnvironment || ["pip", "pip3", "pip.exe"].some((name) => existsSync(join(programs, name)));
}
