/** The types of descriptions, from the one place that defines them. */
export type * from "../../../bridge/src/description/model.js";
