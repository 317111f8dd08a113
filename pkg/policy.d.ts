/**
 * Policies of images: which may be used, and what the API server makes of that.
 *
 * A WebAssembly of its own: call `await init()` once in browsers; in Node and Deno it has nothing to do.
 */
import type { ReadPolicy } from "./index.js";

export { PlimsollError, type ReadPolicy } from "./index.js";

/** An ImageReview (imagepolicy.k8s.io/v1alpha1) or AdmissionReview (admission.k8s.io/v1): an object, or its JSON. */
export type ReviewInput = string | Readonly<Record<string, unknown>>;

/** The answer to an ImageReview. */
export interface ImageReviewAnswer {
  apiVersion: "imagepolicy.k8s.io/v1alpha1";
  kind: "ImageReview";
  status: { allowed: boolean; reason?: string; auditAnnotations: Record<string, string> };
}

/** The answer to an AdmissionReview. */
export interface AdmissionReviewAnswer {
  apiVersion: "admission.k8s.io/v1";
  kind: "AdmissionReview";
  response: {
    uid: string;
    allowed: boolean;
    status?: { code: number; message: string };
    warnings?: string[];
    auditAnnotations: Record<string, string>;
  };
}

export interface PolicyOptions {
  /** The date (YYYY-MM-DD) at which exceptions are judged; default today in UTC. */
  asOf?: string;
}

/** The `imagePolicy` block of the admission configuration, and how the webhook is. */
export interface AdmissionSettings extends PolicyOptions {
  /** Default `answers`. */
  webhook?: "answers" | "down" | "slow" | "403" | "500";
  /** Whether a failed review lets the pod in; default false. */
  defaultAllow?: boolean;
  /** Seconds for which "allowed" is remembered; 0, the default, means 300, -1 not at all. */
  allowTtl?: number;
  /** Seconds for which "denied" is remembered; 0, the default, means 30, -1 not at all. */
  denyTtl?: number;
  /** Milliseconds before the second attempt; 0, the default, means 500. */
  retryBackoff?: number;
}

/** One thing that somebody does. */
export interface AdmissionStep {
  who: "you" | "kube-apiserver" | "webhook" | "controller";
  what: string;
  /** Why it is so; may be empty. */
  why: string;
  /** What is sent or said word for word; may be empty. */
  text: string;
  /** How it bears on safety. */
  tone: "good" | "bad" | "plain";
}

/** Loads the WebAssembly; concurrent calls share one load. */
export function init(input?: RequestInfo | URL | Response | BufferSource | WebAssembly.Module): Promise<void>;
export default init;

/**
 * Answers a review by a policy file (YAML).
 * @throws PlimsollError `ERR_INVALID_OPTIONS` where the policy cannot be used or the review is none.
 */
export function admit(review: ReviewInput, policy: string, options?: PolicyOptions): ImageReviewAnswer | AdmissionReviewAnswer;

/**
 * What in a policy file is broader than it looks; nothing where it is as it seems.
 * @throws PlimsollError `ERR_INVALID_OPTIONS` where the policy cannot be used.
 */
export function checkPolicy(policy: string, options?: PolicyOptions): string[];

/**
 * What a policy file says of a run, for the option `policy` of `lint`, and what in it is broader than it looks.
 * @throws PlimsollError `ERR_INVALID_OPTIONS` where the policy cannot be used, with the place.
 */
export function readPolicy(policy: string, options?: PolicyOptions): ReadPolicy;

/**
 * Plays what kube-apiserver with ImagePolicyWebhook does when a manifest is applied, step by step.
 * @throws PlimsollError `ERR_INVALID_OPTIONS` where the policy or the settings cannot be used.
 */
export function playAdmission(manifest: string, policy: string, settings?: AdmissionSettings): { steps: AdmissionStep[] };
