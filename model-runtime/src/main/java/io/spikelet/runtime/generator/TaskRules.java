package io.spikelet.runtime.generator;

import io.spikelet.runtime.audio.FrontEnd;
import io.spikelet.runtime.latent.ImageSeed;
import io.spikelet.runtime.model.Capability;
import io.spikelet.runtime.model.GraphRole;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.model.ModelSpec;
import io.spikelet.runtime.spike.SpikeTrain;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a package accepts, checked without loading its graphs.
 *
 * <p>Models check their tasks by these rules. Whoever puts the tasks of several users into one
 * batch checks each task before, so that one user's mistake cannot fail the batch of the others.
 *
 * @param ref the model, for the messages
 * @param spec what the package says of itself
 */
public record TaskRules(ModelRef ref, ModelSpec spec) {

  /** The lowest temperature that can be asked for: as good as always the likeliest code. */
  public static final double LEAST_TEMPERATURE = 0.001;

  /** The highest temperature that can be asked for: nearly every code alike. */
  public static final double MOST_TEMPERATURE = 2;

  /**
   * The temperature where none is asked for. Of the published code's sweep the highest at which
   * more of the shipped model's digits can be read than of any other spiking family's here; its
   * pictures have 0.65, where more variety and more that is no digit come from.
   */
  public static final double DEFAULT_TEMPERATURE = 0.4;

  /** The names of the parameters that the package knows beyond model and seed. */
  public Set<String> parameters(Capability capability) {
    return switch (capability) {
      case GENERATE -> union(ofFamily(capability), ofLabels());
      case RECONSTRUCT, AUDIO_TO_IMAGE -> ofFamily(capability);
      case DECODE -> ofLabels();
      case LATENTS, CLASSIFY -> Set.of();
    };
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private Set<String> ofLabels() {
    return spec.drawsByLabel() ? Set.of(TaskParameters.LABEL) : Set.of();
  }

  private Set<String> ofFamily(Capability capability) {
    return switch (spec.family()) {
      case ESVAE, FSVAE, SPIKING_AUTOENCODER, AUDIOCODER ->
          offersPartialImages(capability) ? Set.of(TaskParameters.TIME_STEPS) : Set.of();
      case SPIKING_DIFFUSION ->
          capability == Capability.GENERATE
              ? Set.of(TaskParameters.STEPS, TaskParameters.TEMPERATURE)
              : Set.of();
      case ANN_VAE, ANN_AUTOENCODER, ANN_AUDIOCODER -> Set.of();
      case SPIKING_GAN, ANN_GAN -> Set.of();
      case CLASSIFIER, TTFS_CLASSIFIER, FRECHET_AUTOENCODER -> Set.of();
    };
  }

  /** Whether an image can be watched while it comes about. */
  public boolean offersPartialImages(Capability capability) {
    return switch (spec.family()) {
      case ESVAE, FSVAE -> spec.graphs().containsKey(GraphRole.DECODER_STEP);
      case SPIKING_AUTOENCODER, AUDIOCODER -> true;
      case SPIKING_DIFFUSION -> capability == Capability.GENERATE;
      case ANN_VAE, ANN_AUTOENCODER, ANN_AUDIOCODER, CLASSIFIER -> false;
      case TTFS_CLASSIFIER, FRECHET_AUTOENCODER, SPIKING_GAN, ANN_GAN -> false;
    };
  }

  /**
   * How many time steps an image takes: the model's, or fewer where the task asks for that.
   *
   * @throws InvalidTaskParameterException if it asks for none, or for more
   */
  public int timeSteps(TaskParameters parameters) {
    int all = spec.timeSteps();
    return parameters.integer(TaskParameters.TIME_STEPS, 1, all, all);
  }

  /**
   * In how many steps a code map is unmasked: one for each of its positions, or fewer where the
   * task asks for that.
   *
   * @throws InvalidTaskParameterException if it asks for none, or for more
   */
  public int steps(TaskParameters parameters) {
    int all = spec.rounds(GraphRole.DENOISER);
    return parameters.integer(TaskParameters.STEPS, 1, all, all);
  }

  /**
   * The temperature that codes are drawn with: small picks the likeliest one, 1 draws from the
   * distribution that was learnt.
   *
   * @throws InvalidTaskParameterException if it is out of range
   */
  public double temperature(TaskParameters parameters) {
    return parameters.number(
        TaskParameters.TEMPERATURE, LEAST_TEMPERATURE, MOST_TEMPERATURE, DEFAULT_TEMPERATURE);
  }

  /**
   * The label that an image is drawn as: the one that the task names, or else one that its random
   * stream picks, each with the same probability.
   *
   * @param seed of the image
   * @throws InvalidTaskParameterException if there is no such label
   */
  public Label label(TaskParameters parameters, ImageSeed seed) {
    return named(parameters).orElseGet(() -> labels().drawn(seed));
  }

  /**
   * The label that a code is decoded as, which no code says by itself.
   *
   * @throws MissingTaskParameterException if the task does not name it
   * @throws InvalidTaskParameterException if there is no such label
   */
  public Label label(DecodeTask task) {
    return named(task.parameters())
        .orElseThrow(
            () ->
                new MissingTaskParameterException(
                    TaskParameters.LABEL,
                    "a code does not say what it is to be drawn as",
                    labels().allowed()));
  }

  private Optional<Label> named(TaskParameters parameters) {
    return Optional.ofNullable(parameters.values().get(TaskParameters.LABEL)).map(labels()::find);
  }

  private Labels labels() {
    return new Labels(spec.labels());
  }

  /**
   * Requires that the package offers a capability.
   *
   * @throws UnsupportedCapabilityException if not
   */
  public void require(Capability capability) {
    if (!spec.capabilities().contains(capability)) {
      throw new UnsupportedCapabilityException(ref, spec, capability);
    }
  }

  /**
   * Checks a generation.
   *
   * @throws UnsupportedCapabilityException if the package does not generate
   * @throws UnknownParameterException if the package does not know one of the parameters
   * @throws InvalidTaskParameterException if one has a value that cannot be used
   */
  public void check(GenerateTask task) {
    require(Capability.GENERATE);
    check(task.parameters(), Capability.GENERATE);
  }

  /**
   * Checks a reconstruction.
   *
   * @throws UnsupportedCapabilityException if the package does not reconstruct
   * @throws UnknownParameterException if the package does not know one of the parameters
   * @throws InvalidTaskParameterException if one has a value that cannot be used
   */
  public void check(ReconstructTask task) {
    require(Capability.RECONSTRUCT);
    check(task.parameters(), Capability.RECONSTRUCT);
  }

  /** Whether the model's latent code comes from sounds, not from images. */
  public boolean listens() {
    return spec.offers(Capability.AUDIO_TO_IMAGE);
  }

  /**
   * Checks a sound that is to become an image.
   *
   * @throws UnsupportedCapabilityException if the package does not listen
   * @throws UnknownParameterException if the package does not know one of the parameters
   * @throws InvalidTaskParameterException if one has a value that cannot be used
   */
  public void check(SoundTask task) {
    require(Capability.AUDIO_TO_IMAGE);
    check(task.parameters(), Capability.AUDIO_TO_IMAGE);
  }

  /**
   * Checks a request for latent spikes.
   *
   * @throws UnsupportedCapabilityException if the package has none to give, or no prior to draw
   *     them from where there is no image
   * @throws UnsuitableInputException if there is an image, but the model listens
   */
  public void check(LatentTask task) {
    require(Capability.LATENTS);
    if (task.image() == null) {
      require(Capability.GENERATE);
    } else if (listens()) {
      throw UnsuitableInputException.image(ref);
    }
  }

  /**
   * Checks a request for the latent spikes of a sound.
   *
   * @throws UnsupportedCapabilityException if the package has none to give
   * @throws UnsuitableInputException if the model does not listen
   * @throws UnknownParameterException if the package does not know one of the parameters
   * @throws InvalidTaskParameterException if one has a value that cannot be used
   */
  public void checkLatents(SoundTask task) {
    require(Capability.LATENTS);
    if (!listens()) {
      throw UnsuitableInputException.sound(ref);
    }
    check(task.parameters(), Capability.AUDIO_TO_IMAGE);
  }

  /** The task as the model reads it: what takes long and needs no network is done here. */
  public SoundTask prepared(SoundTask task) {
    FrontEnd frontEnd = spec.audio();
    return frontEnd == null ? task : task.prepared(frontEnd);
  }

  private void check(TaskParameters parameters, Capability capability) {
    Set<String> known = parameters(capability);
    for (String name : parameters.values().keySet()) {
      if (!known.contains(name)) {
        throw new UnknownParameterException(ref, name, known);
      }
    }
    timeSteps(parameters);
    steps(parameters);
    temperature(parameters);
    var _ = named(parameters);
  }

  /**
   * Checks a decoding.
   *
   * @throws UnsupportedCapabilityException if the package does not decode
   * @throws UnknownParameterException if the package does not know one of the parameters
   * @throws InvalidTaskParameterException if one has a value that cannot be used
   * @throws MissingTaskParameterException if the package draws by label and the task has none
   * @throws SpikeTrainSizeException if the spike train is not {@code [timeSteps, 1, latentSize]}
   */
  public void check(DecodeTask task) {
    require(Capability.DECODE);
    check(task.parameters(), Capability.DECODE);
    if (spec.drawsByLabel()) {
      label(task);
    }
    SpikeTrain latent = task.latent();
    if (latent.timeSteps() != spec.timeSteps()
        || latent.samples() != 1
        || latent.neurons() != spec.latentSize()) {
      throw new SpikeTrainSizeException(ref, spec.timeSteps(), spec.latentSize(), latent);
    }
  }
}
