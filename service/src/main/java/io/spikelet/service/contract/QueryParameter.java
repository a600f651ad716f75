package io.spikelet.service.contract;

import io.spikelet.runtime.generator.TaskRules;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query parameters of all operations; one word means the same everywhere. */
public enum QueryParameter {
  /** An image model. */
  MODEL("model", "Model reference, name[:tag][@sha256:digest]."),
  /** A model that listens. */
  LISTENER("model", "Reference of a model that listens, name[:tag][@sha256:digest]."),
  /** A model that classifies. */
  CLASSIFIER("model", "Reference of a classifier, name[:tag][@sha256:digest]."),
  /** How many images. */
  COUNT("n", "Number of images."),
  /** Names the random streams. */
  SEED("seed", "Names the random stream; drawn and echoed where absent."),
  /** The first of the random streams. */
  INDEX("index", "Image i of a request is drawn from stream(seed, index + i)."),
  /** Length of a spike train. */
  TIME_STEPS(
      "time_steps",
      "Time steps to run, for models that can end an image early; the model's own where absent."),
  /** Rounds of a diffusion. */
  STEPS(
      "steps",
      "Denoising steps, for diffusion models: at most one for each position of the code map, which"
          + " is what happens where absent."),
  /** How freely codes are drawn. */
  TEMPERATURE(
      "temperature",
      "How freely codes are drawn, for diffusion models: small picks the likeliest, 1 draws from"
          + " what was learnt."),
  /** What is drawn. */
  LABEL(
      "label",
      "What to draw, for models that draw by label: one of the labels that /models/{ref} lists, or"
          + " its number, from 0; picked by the random stream where absent."),
  /** What shows through a picture. */
  BACKGROUND(
      "background",
      "What the picture of the body lies on where it is transparent. Models of digits and clothes"
          + " know light shapes on black: a canvas with black ink on nothing is all black on black;"
          + " say white, and invert=true. No effect on pictures without transparency and on"
          + " sounds."),
  /** Dark for light. */
  INVERT(
      "invert",
      "Whether dark becomes light in the picture of the body, after it was laid on its background:"
          + " for dark ink on white paper. No effect on sounds."),
  /** What the picture shows. */
  VIEW(
      "view",
      "The image alone, or, as PNG only, side by side what led to it: the spectrogram (dark is"
          + " loud), the hidden spikes and the image."),
  /** Form of spikes in JSON. */
  ENCODING(
      "encoding",
      "How JSON shows spikes: lists of 0 and 1, or base64 of the bits t*D+d, least significant bit"
          + " first."),
  /** Extent of the statistics in JSON. */
  STATISTICS(
      "statistics",
      "Statistics of the spike train in JSON; full adds correlation, Fano factor and synchrony.");

  private final String parameter;
  private final String description;

  QueryParameter(String parameter, String description) {
    this.parameter = parameter;
    this.description = description;
  }

  Parameter described() {
    return new Parameter().in("query").name(parameter).description(description).schema(schema());
  }

  private Schema<Object> schema() {
    return switch (this) {
      case MODEL -> text("esvae", "esvae:mnist");
      case LISTENER -> text("audiocoder", "audiocoder:digits");
      case CLASSIFIER -> text("classifier", "classifier:mnist");
      case COUNT -> number(1, 64, 1L);
      case SEED -> number(0, (1L << 53) - 1, null);
      case INDEX -> number(0, (1L << 53) - 1, 0L);
      case TIME_STEPS -> number(1, 1024, null);
      case STEPS -> number(1, 4096, null);
      case TEMPERATURE ->
          decimal(
              TaskRules.LEAST_TEMPERATURE,
              TaskRules.MOST_TEMPERATURE,
              TaskRules.DEFAULT_TEMPERATURE);
      case LABEL -> text("7");
      case BACKGROUND -> choice("black", "white");
      case INVERT -> yesOrNo();
      case VIEW -> choice("image", "inspect");
      case ENCODING -> choice("spikes", "packed");
      case STATISTICS -> choice("light", "full");
    };
  }

  private static Schema<Object> text(String byDefault, String example) {
    Schema<Object> schema = text(example);
    schema.setDefault(byDefault);
    return schema;
  }

  private static Schema<Object> text(String example) {
    Schema<Object> schema = Schemas.of("string");
    schema.setExample(example);
    return schema;
  }

  private static Schema<Object> number(long from, long to, @Nullable Long byDefault) {
    Schema<Object> schema = Schemas.of("integer");
    schema.setFormat("int64");
    schema.setMinimum(BigDecimal.valueOf(from));
    schema.setMaximum(BigDecimal.valueOf(to));
    if (byDefault != null) {
      // Set to null it would be written, as a default that is no number.
      schema.setDefault(byDefault);
    }
    return schema;
  }

  private static Schema<Object> decimal(double from, double to, double byDefault) {
    Schema<Object> schema = Schemas.of("number");
    schema.setMinimum(BigDecimal.valueOf(from));
    schema.setMaximum(BigDecimal.valueOf(to));
    schema.setDefault(byDefault);
    return schema;
  }

  private static Schema<Object> yesOrNo() {
    Schema<Object> schema = Schemas.of("boolean");
    schema.setDefault(false);
    return schema;
  }

  private static Schema<Object> choice(String... words) {
    Schema<Object> schema = Schemas.of("string");
    schema.setDefault(words[0]);
    schema.setEnum(List.of((Object[]) words));
    return schema;
  }
}
