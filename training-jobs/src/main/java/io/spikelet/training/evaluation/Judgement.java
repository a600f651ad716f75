package io.spikelet.training.evaluation;

import io.spikelet.runtime.generator.Classification;
import io.spikelet.runtime.generator.ImageModel;
import io.spikelet.runtime.image.Image;
import java.util.Arrays;
import java.util.List;

/** What a classifier says about a number of images; filled by several threads. */
final class Judgement {

  private static final int UNSURE = -1;

  private final ImageModel judge;
  private final double confidence;
  private final int[] answers; // class, or UNSURE

  Judgement(ImageModel judge, double confidence, int size) {
    this.judge = judge;
    this.confidence = confidence;
    this.answers = new int[size];
  }

  int size() {
    return answers.length;
  }

  /** Judges the images {@code from ...}. */
  void add(int from, List<Image> images) {
    List<Classification> results = judge.classify(images);
    for (int i = 0; i < results.size(); i++) {
      Classification result = results.get(i);
      boolean sure = result.scores()[result.label()] > confidence;
      answers[from + i] = sure ? result.label() : UNSURE;
    }
  }

  /** The share of images of whose class the judge is sure. */
  double share() {
    return (double) Arrays.stream(answers).filter(answer -> answer != UNSURE).count() / size();
  }

  /** How many classes there are among the sure answers. */
  int classes() {
    return (int) Arrays.stream(answers).filter(answer -> answer != UNSURE).distinct().count();
  }
}
