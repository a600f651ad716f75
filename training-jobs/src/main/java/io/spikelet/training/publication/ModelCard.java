package io.spikelet.training.publication;

import io.spikelet.runtime.generator.TaskRules;
import io.spikelet.runtime.model.ModelFamily;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.Provenance;
import io.spikelet.training.dataset.DatasetName;
import io.spikelet.training.export.PackageAssembly;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The model card: what a package is, where it came from, what was measured, what it cannot do. */
record ModelCard(
    ModelFamily family,
    ModelRef ref,
    PackageAssembly.Description description,
    TrainingCurve curve) {

  String text() {
    Provenance training = description.training();
    return """
        # %s:%s

        %s

        ## Data

        Trained on %s, data with digest `%s`. Licence: %s.

        ## Training

        %d epochs, %,d examples through a training step, %s on %s.

            %s

        %s

        ## Measured

        On the exported graphs with their weights rounded to 16 bits, by the code that serves them.
        `test_mse` is in the scale [-1, 1]; `test_ssim` in [-0.5, 0.5].

        | measure | value |
        |---|---|
        %s%s
        ## Limits

        %s
        """
        .formatted(
            ref.name(),
            ref.tag(),
            about(),
            description.dataset(),
            training.dataDigest(),
            description.licence(),
            training.epochs(),
            training.imagesSeen(),
            duration(training.wallTimeSeconds()),
            training.platform(),
            training.command(),
            curve.text(),
            table(description.evaluation()),
            classTable(),
            limits());
  }

  private String about() {
    return switch (family) {
      case ESVAE ->
          """
          ESVAE, a spiking variational autoencoder with Poisson spike sampling (Zhan et al.): the \
          published small network in its full width. The files are the encoder, the prior and the \
          decoder; `samples.png` holds the images of seeds 0 to 63, `reconstructions.png` the first \
          test images, each beside its reconstruction.\
          """;
      case FSVAE ->
          """
          FSVAE, a fully spiking variational autoencoder with autoregressive Bernoulli spike \
          sampling (Kamata et al.): the published small network in its full width. The files are \
          the encoder, one time step each of posterior and prior, and the decoder; `samples.png` \
          holds the images of seeds 0 to 63, `reconstructions.png` the first test images, each \
          beside its reconstruction.\
          """;
      case SPIKING_DIFFUSION ->
          """
          %s Spiking-Diffusion (Liu et al., 2023): an autoencoder of spiking convolutions turns an \
          image into a map of codes, each one of %s codebook vectors (VQ-SVAE, %s time steps), and \
          a spiking network draws such maps by unmasking them position by position (SDID).%s The \
          files are the encoder, the codebook with the generator of its spikes, the decoder, and \
          the denoiser where there is one; `reconstructions.png` holds the first test images, each \
          beside its reconstruction, `samples.png` the images of seeds 0 to 63 at temperature %s.\
          """
              .formatted(
                  diffusionSize(),
                  setting("codes"),
                  setting("time-steps"),
                  diffusionDepartures(),
                  TaskRules.DEFAULT_TEMPERATURE);
      case ANN_VAE ->
          """
          An ordinary variational autoencoder of the same architecture as FSVAE and ESVAE: real \
          values in place of spikes, computed once instead of at every time step. It is what the \
          spiking models are compared with. The files are the encoder, with mean and log variance \
          of the latent code, and the decoder; `samples.png` holds the images of seeds 0 to 63.\
          """;
      case SPIKING_AUTOENCODER ->
          """
          A spiking autoencoder (Roy, Panda and Roy, 2019): fully connected leaky integrate-and-fire \
          neurons, trained at every time step by the error of their membrane potentials. An image is \
          shown as random spikes; the spikes of each output neuron, summed over time and divided by \
          the largest of these sums, are the reconstruction. The files are the encoder and the \
          decoder; `reconstructions.png` holds the first test images, each beside its \
          reconstruction.\
          """;
      case AUDIOCODER ->
          """
          An audiocoder (Roy, Panda and Roy, 2019) that hears a spoken digit and draws it. Its \
          cochleagram has %s channels and %s frames and its first layer %s neurons%s. The \
          cochleagram is shown as random spikes for %s time steps; two layers of leaky \
          integrate-and-fire neurons answer with hidden spikes of %s, whose decoder makes the image. \
          They learnt its first %s time steps of spikes, repeated, with the images paired `%s`. \
          `heard.png` has a row for each digit, from recordings that were not learnt from.\
          """
              .formatted(
                  setting("channels"),
                  setting("frames"),
                  setting("hidden-size"),
                  besidePublished(),
                  setting("time-steps"),
                  setting("autoencoder"),
                  setting("kept-steps"),
                  setting("pairing"));
      case ANN_AUTOENCODER ->
          """
          An ordinary autoencoder: two fully connected layers of sigmoid neurons, %s of them between \
          encoder and decoder, trained by %s to give back what they are shown. It is what the spiking \
          autoencoder (Roy, Panda and Roy, 2019) is compared with; the paper does not say which \
          neurons its ordinary network has. The files are the encoder and the decoder; \
          `reconstructions.png` holds the first test images, each beside its reconstruction.\
          """
              .formatted(setting("hidden-size"), method());
      case ANN_AUDIOCODER ->
          """
          An ordinary audiocoder that hears a spoken digit and draws it: what the spiking audiocoder \
          (Roy, Panda and Roy, 2019) is compared with. Its cochleagram has %s channels and %s frames \
          and its first layer %s sigmoid neurons%s. Trained by %s, a second layer answers with the \
          hidden values of %s (levels: %s), whose decoder makes the image, with the images paired \
          `%s`. `heard.png` has a row for each digit, from recordings that were not learnt from.\
          """
              .formatted(
                  setting("channels"),
                  setting("frames"),
                  setting("hidden-size"),
                  besidePublished(),
                  method(),
                  setting("autoencoder"),
                  levels(),
                  setting("pairing"));
      case SPIKING_GAN ->
          """
          A generative adversarial network of integrate-and-fire neurons that fire at most once, one \
          pair of generator and discriminator for each label, after "Spiking-GAN". A generator \
          turns the times at which %s inputs fire into the times at which the image's pixels fire, \
          by %s hidden neurons; a pixel is the brighter the earlier its neuron fires, of %s time \
          steps. It learnt by the paper's rule, but with errors-reach=%s (paper: later), \
          hidden-rate=%s and discriminator-rate=%s (1, as far as the paper says) and averaging=%s \
          (0). %s The file is all generators as one network, which picks the weights of the \
          label; `samples.png` has a row for each label, the images of seeds 0 to 9.\
          """
              .formatted(
                  setting("latent-size"),
                  setting("hidden-size"),
                  setting("time-steps"),
                  setting("errors-reach"),
                  setting("hidden-rate"),
                  setting("discriminator-rate"),
                  setting("averaging"),
                  keptEpochs());
      case ANN_GAN ->
          """
          An ordinary generative adversarial network, one pair of generator and discriminator for \
          each label: what Spiking-GAN is compared with. A generator turns %s normal numbers into an \
          image by %s hidden neurons. %s The file is all generators as one network, which picks the \
          weights of the label; `samples.png` has a row for each label, the images of seeds 0 to \
          9.\
          """
              .formatted(setting("latent-size"), setting("hidden-size"), keptEpochs());
      case CLASSIFIER ->
          """
          A small convolutional classifier, the judge of how readable generated images are. It is \
          an ordinary network, not a spiking one.\
          """;
      case TTFS_CLASSIFIER ->
          """
          A classifier of integrate-and-fire neurons that fire at most once (S4NN, Kheradpisheh and \
          Masquelier, 2020; the classifier of Spiking-GAN): the brighter a pixel, the earlier its \
          spike, and the output neuron that fires first names the class. The answer is known when it \
          fires, and what comes later costs nothing. %s hidden neurons, which learnt with the %s \
          target; these are the weights' averages with averaging=%s (published: 0).\
          """
              .formatted(setting("hidden-size"), setting("target"), setting("averaging"));
      case FRECHET_AUTOENCODER ->
          """
          An ordinary convolutional autoencoder whose code of %s values describes an image: the \
          feature extractor of the Frechet autoencoder distance of FSVAE and ESVAE, in its \
          published size. These are the weights of the last epoch, where the papers keep the epoch \
          with the least test error. The files are the network from image to features with the \
          running statistics, the same with the statistics of the images that it is run on, as the \
          published code has it, and the decoder; `reconstructions.png` holds the first test \
          images, each beside its reconstruction.\
          """
              .formatted(setting("latent-size"));
    };
  }

  private String diffusionSize() {
    String widths = setting("denoiser-widths");
    String steps = setting("denoiser-time-steps");
    boolean published = widths.equals("64,128,256,512,256") && steps.equals("16");
    return published
        ? "The published size."
        : ("Smaller than the published model: the denoiser's convolutions have %s channels and %s"
                + " time steps, where the published ones have 64,128,256,512,256 and 16.")
            .formatted(widths, steps);
  }

  /** What was done that the published code does not do. */
  private String diffusionDepartures() {
    String revived =
        setting("revive-every").equals("0")
            ? ""
            : " Codes that nothing used were moved to features of the batch now and then.";
    String ordered =
        setting("code-order").equals("learnt")
            ? ""
            : " The codes were numbered along a short path through their vectors before the"
                + " denoiser, which reads them as plain numbers, learnt.";
    return revived + ordered;
  }

  private String besidePublished() {
    boolean same =
        List.of(setting("channels"), setting("frames"), setting("hidden-size"))
            .equals(List.of("39", "1500", "2048"));
    return same ? ", as many as the published one" : ", where the paper has 39, 1,500 and 2,048";
  }

  private String method() {
    return setting("optimiser").equals("adam") ? "Adam" : "gradient descent";
  }

  private String levels() {
    String bits = setting("hidden-bits");
    return bits.equals("0") ? "not quantised" : "2 to the power of " + bits;
  }

  private String setting(String name) {
    return description.training().config().getOrDefault(name, "?");
  }

  private String limits() {
    return switch (family) {
      case ESVAE, FSVAE ->
          """
          Images are single-channel and small, and the model knows nothing but its data set. \
          Samples are worse than reconstructions: the prior covers more than the data. Energy is an \
          estimate from counted operations, not a measurement on a chip. The published network was \
          trained for %d epochs on a graphics processor, this one for the epochs above on two \
          processor cores.\
          """
              .formatted(publishedEpochs());
      case SPIKING_DIFFUSION ->
          """
          Images are small, and the model knows nothing but its data set. Drawing takes as many \
          rounds of the denoiser as steps are asked for that unmask something, and they are most of \
          what an image costs. `test_mse` is four times the error on the scale of the paper, [0, 1]. \
          Energy is an estimate from counted operations, not a measurement on a chip.\
          """;
      case ANN_VAE ->
          """
          Images are small, and the model knows nothing but its data set. They are blurred: the \
          code is drawn with noise, and the loss asks for the mean of what the noise leaves open. It \
          has no spike trains: there are no latents to ask for or to decode, and its energy is that \
          of multiply-accumulates, the same for every image. The published network was trained for \
          %d epochs.\
          """
              .formatted(publishedEpochs());
      case SPIKING_AUTOENCODER ->
          """
          It reconstructs and does not generate: there is no prior. Reconstructions carry the grain \
          of the random input spikes. Their brightest pixel is always white, unless no output neuron \
          fired, so the image's own brightness is lost; that is in `test_mse`. The paper's errors, \
          on normalised maps, are `test_normalised_mse` (against the image) and `test_spike_mse` \
          (against the input's spikes). Energy is an estimate from counted operations, not a \
          measurement on a chip.\
          """;
      case AUDIOCODER ->
          """
          %s Energy is an estimate from counted operations, not a measurement on a chip; hearing, \
          the cochleagram, is not in it.\
          """
              .formatted(ears());
      case ANN_AUTOENCODER ->
          """
          It reconstructs and does not generate: there is no prior. It has no spike trains: there are \
          no latents to ask for or to decode, and its energy is that of multiply-accumulates, the \
          same for every image. `test_normalised_mse` is the paper's error, on normalised maps.\
          """;
      case ANN_AUDIOCODER ->
          """
          %s It has no spike trains: there are no latents to ask for or to decode, and its energy is \
          that of multiply-accumulates, the same for every sound; hearing, the cochleagram, is not \
          in it.\
          """
              .formatted(ears());
      case SPIKING_GAN ->
          """
          Images are small, and the model knows nothing but its data set. The networks are fully \
          connected, so pixels are drawn without regard to their neighbours and images are grainy; \
          much of what differs between two images of a label is grain. An image needs a label. \
          Latent spike trains have at most one spike a neuron; of an edited one with more only the \
          first counts. The paper shows pictures and states no numbers.\
          """;
      case ANN_GAN ->
          """
          Images are small, and the model knows nothing but its data set. The networks are fully \
          connected, so pixels are drawn without regard to their neighbours and images are grainy. \
          It has no spike trains: there are no latents to ask for or to decode, and its energy is \
          that of multiply-accumulates, the same for every image. The paper shows pictures and \
          states no numbers.\
          """;
      case CLASSIFIER ->
          """
          It answers with one of its classes whatever it is shown; a high score for an image that \
          is nothing like its data means little.\
          """;
      case TTFS_CLASSIFIER ->
          """
          It answers with one of its classes whatever it is shown. Its scores say how early each \
          class's neuron fired, and are no probabilities. Dark pixels are silent: it reads bright \
          figures on black. Energy is an estimate from counted operations, not a measurement on a \
          chip.\
          """;
      case FRECHET_AUTOENCODER ->
          """
          Distances by two extractors cannot be compared, not even where only the seed of their \
          training differs: published values are comparable in order of magnitude. With the \
          statistics of the batch, a shift or a change of contrast that all images share hardly \
          counts. It reconstructs and does not generate, and has no spike trains. The published \
          network was trained for %d epochs.\
          """
              .formatted(publishedEpochs());
    };
  }

  private static String duration(double seconds) {
    return seconds < 3600
        ? "%.1f minutes".formatted(seconds / 60)
        : "%.1f hours".formatted(seconds / 3600);
  }

  private String keptEpochs() {
    return setting("keep").equals("last")
        ? "These are the generators of the last epoch."
        : ("Of each label this is the generator of the epoch after which %s images that it made were"
                + " nearest to as many training images, by the energy distance of their pixels.")
            .formatted(setting("compared-images"));
  }

  private String ears() {
    return "It draws a digit whatever it hears, and knows only the voices that it learnt from%s."
        .formatted(description.dataset().equals(DatasetName.FSDD.text()) ? speakers() : "");
  }

  private String speakers() {
    return setting("leave-out-speaker").isEmpty() ? ", those of six speakers" : ", those of five";
  }

  /** Of the small network on MNIST and Fashion-MNIST; 0 where nothing was published. */
  private int publishedEpochs() {
    return switch (family) {
      case ESVAE -> 300;
      case SPIKING_DIFFUSION -> 100;
      case FSVAE, ANN_VAE, FRECHET_AUTOENCODER -> 150;
      case SPIKING_AUTOENCODER, ANN_AUTOENCODER -> 1;
      case AUDIOCODER, ANN_AUDIOCODER -> 20;
      case SPIKING_GAN, ANN_GAN -> 50;
      case CLASSIFIER, TTFS_CLASSIFIER -> 0;
    };
  }

  private String table(Map<String, Double> evaluation) {
    StringBuilder rows = new StringBuilder();
    new TreeMap<>(evaluation)
        .forEach(
            (name, value) -> {
              if (!isOfOneClass(name)) {
                rows.append("| %s | %s |\n".formatted(name, number(value)));
              }
            });
    return rows.toString();
  }

  private boolean isOfOneClass(String name) {
    int dot = name.indexOf('.');
    return dot >= 0 && description.labels().contains(name.substring(dot + 1));
  }

  /** A row for each class and a column for each measure that is taken class by class. */
  private String classTable() {
    Map<String, Double> evaluation = description.evaluation();
    List<String> measures =
        evaluation.keySet().stream()
            .filter(this::isOfOneClass)
            .map(name -> name.substring(0, name.indexOf('.')))
            .distinct()
            .sorted()
            .toList();
    if (measures.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("\nThe same for the images of each class:\n\n");
    table.append(row("class", measures)).append("|---".repeat(measures.size() + 1)).append("|\n");
    for (String label : description.labels()) {
      List<String> values =
          measures.stream()
              .map(measure -> evaluation.get(measure + "." + label))
              .map(value -> value == null ? "" : number(value))
              .toList();
      table.append(row(label, values));
    }
    return table.toString();
  }

  private static String row(String first, List<String> rest) {
    return "| %s | %s |\n".formatted(first, String.join(" | ", rest));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}
