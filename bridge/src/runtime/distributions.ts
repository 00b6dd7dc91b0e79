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

/** The command that installs a distribution into the environment of an interpreter. */
export function installCommand(executable: string, distribution: string): string {
  const program = /[\s"'$]/.test(executable) ? JSON.stringify(executable) : executable;
  return `${program} -m pip install ${distribution}`;
}
