package io.spikelet.training.family.spikinggan;

import io.spikelet.training.firstspike.FirstSpikeNetwork;
import io.spikelet.training.firstspike.FirstSpikeRule;
import io.spikelet.training.firstspike.Presentation;
import io.spikelet.training.firstspike.TargetTimes;
import java.util.Arrays;

/**
 * The generator and the discriminator of one label, and how they learn against each other.
 *
 * <pre>
 * noise z -&gt; generator -&gt; times of pixels,   times of pixels -&gt; discriminator -&gt; fake, real
 * L(D) = 1/2 |D(x) - target(real)|^2 + 1/2 |D(G(z)) - target(fake)|^2
 * L(G) = 1/2 |D(G(z)) - target(real)|^2
 * </pre>
 *
 * <p>with the aggressive target. Each learns once an image, first the discriminator from the sum of
 * both its gradients, then the generator through the discriminator as it is then.
 *
 * <p>Source: Spiking-GAN sections 2.3 to 2.6.
 */
final class Pair {

  /** Output neurons of the discriminator. */
  static final int FAKE = 0;

  static final int REAL = 1;

  /** How many there are. */
  static final int VERDICTS = 2;

  private static final TargetTimes TARGET = new TargetTimes.Aggressive();

  private final FirstSpikeNetwork generator;
  private final FirstSpikeNetwork discriminator;
  private final FirstSpikeRule rule;
  private final Presentation drawn;
  private final Presentation real;
  private final Presentation fake;

  Pair(FirstSpikeNetwork generator, FirstSpikeNetwork discriminator, FirstSpikeRule rule) {
    this.generator = generator;
    this.discriminator = discriminator;
    this.rule = rule;
    this.drawn = generator.presentation();
    this.real = discriminator.presentation();
    this.fake = discriminator.presentation();
  }

  /**
   * How fast both learn.
   *
   * @param hidden rate of the generator's hidden layer
   * @param generator rate of the generator's output layer
   * @param discriminator rate of the discriminator
   * @param decay share of every weight that is forgotten for each unit of the last two rates
   */
  record Rates(double hidden, double generator, double discriminator, double decay) {}

  /**
   * What happened in one step.
   *
   * @param discriminatorLoss squared errors of both images' times, in units of the whole time
   * @param generatorLoss the same of the generator's
   * @param realTaken whether the real image was taken for real
   * @param fakeTaken whether the drawn one was
   */
  record Outcome(
      double discriminatorLoss, double generatorLoss, boolean realTaken, boolean fakeTaken) {}

  /**
   * Learns from one real image and one noise.
   *
   * @param image times of the pixels
   * @param noise times of the generator's inputs
   */
  Outcome learn(int[] image, int[] noise, Rates rates) {
    generator.present(noise, drawn);
    int[] picture = Arrays.copyOf(drawn.outputTimes(), generator.output().neurons());
    double loss = judge(image, REAL, real) + judge(picture, FAKE, fake);
    boolean realTaken = taken(real);
    boolean fakeTaken = taken(fake);
    discriminator.learn(real, rates.discriminator, rule);
    discriminator.learn(fake, rates.discriminator, rule);
    discriminator.shrink(rates.discriminator * rates.decay);

    double fooling = judge(picture, REAL, fake);
    discriminator.passBackToInput(fake, drawn.outputDelta(), rule);
    generator.passBack(drawn, rule);
    generator.learn(0, drawn, rates.hidden, rule);
    generator.learn(1, drawn, rates.generator, rule);
    generator.shrink(rates.generator * rates.decay);
    return new Outcome(loss, fooling, realTaken, fakeTaken);
  }

  /** Shows the discriminator an image and hands back the errors of its answer. */
  private double judge(int[] image, int desired, Presentation presentation) {
    discriminator.present(image, presentation);
    double loss = discriminator.aim(presentation, TARGET, desired);
    discriminator.passBack(presentation, rule);
    return loss;
  }

  private static boolean taken(Presentation presentation) {
    return presentation.outputTimes()[REAL] < presentation.outputTimes()[FAKE];
  }
}
