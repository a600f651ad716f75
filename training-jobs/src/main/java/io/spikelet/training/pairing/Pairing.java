package io.spikelet.training.pairing;

/** Which image a spoken digit is to become (paper, section on audio-to-image synthesis). */
public enum Pairing {
  /** The same image for every utterance of a digit: the paper's data set A. */
  PER_DIGIT,
  /** An image of the digit drawn at random for each utterance: the paper's data set B. */
  PER_UTTERANCE
}
