package io.spikelet.training.backbone;

/** What the parts of the backbone are called in checkpoints and packages. */
public enum StageNames {
  /**
   * Synapses by the name of their stage, {@code encoder.0.weight}, and the neurons' own below it,
   * {@code encoder.0.bn.weight}; the last convolution is {@code final_layer.1}.
   */
  OF_STAGE {
    @Override
    String synapses(String stage) {
      return stage;
    }

    @Override
    String neurons(String stage) {
      return stage;
    }

    @Override
    String output() {
      return "final_layer.1";
    }
  },

  /**
   * Synapses and normalisation by their place: {@code encoder.0.0} and {@code encoder.0.1}. The
   * last stage and the last convolution share one row of places: {@code final_layer.0}, {@code
   * final_layer.1}, {@code final_layer.3}.
   */
  BY_PLACE {
    @Override
    String synapses(String stage) {
      return stage.equals(LAST_STAGE) ? stage : stage + ".0";
    }

    @Override
    String neurons(String stage) {
      return stage.equals(LAST_STAGE) ? "final_layer.1" : stage + ".1";
    }

    @Override
    String output() {
      return "final_layer.3";
    }
  };

  /** Name of the last stage that has neurons. */
  static final String LAST_STAGE = "final_layer.0";

  abstract String synapses(String stage);

  abstract String neurons(String stage);

  /** Name of the last convolution. */
  abstract String output();
}
