/** One thing that was looked at. */
export interface DoctorCheck {
  readonly status: "ok" | "warning" | "problem" | "information";
  readonly title: string;
  readonly detail?: string;
  /** What to do. */
  readonly fix?: string;
}
