package io.spikelet.training.family.classifier;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.spikelet.runtime.image.ContactSheet;
import io.spikelet.runtime.image.Image;
import io.spikelet.runtime.image.ValueRange;
import io.spikelet.runtime.image.ImageSpec;
import io.spikelet.training.dataset.ImageSet;
import io.spikelet.training.export.ClassifierExporter;
import io.spikelet.training.export.ExportedNetwork;
import io.spikelet.training.export.WeightStorage;
import io.spikelet.training.layer.State;
import io.spikelet.training.trainer.Batch;
import io.spikelet.training.trainer.ImageTensors;
import io.spikelet.training.trainer.Trainable;
import io.spikelet.training.trainer.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a {@link ClassifierNetwork}.
 *
 * <pre>loss = mean over the batch of -ln softmax(logits)[label]</pre>
 */
final class ClassifierTraining implements Trainable {

  private static final int VALIDATION_BATCH = 250;
  private static final int MISTAKES = 64;

  private final ClassifierNetwork network;
  private final int validationImages;

  /**
   * A training with fresh weights.
   *
   * @param validationImages how many test images are measured after an epoch; 0 for all
   */
  ClassifierTraining(ClassifierShape shape, int seed, int validationImages) {
    torch.manual_seed(seed);
    this.validationImages = validationImages;
    try (PointerScope _ = new PointerScope()) {
      this.network = new ClassifierNetwork(shape);
      network.state().retain();
    }
  }

  @Override
  public State state() {
    return network.state();
  }

  @Override
  public ImageSpec image() {
    ClassifierShape shape = network.shape();
    return new ImageSpec(shape.channels(), shape.height(), shape.width(), ValueRange.UNIT);
  }

  @Override
  public Map<String, Double> step(Batch batch) {
    try (PointerScope _ = new PointerScope()) {
      // The tape adds to gradients, and the optimiser does not clear them.
      state().parameters().forEach(parameter -> parameter.value().mutable_grad().reset());
      Tensor labels = labels(batch.labels());
      Tensor logits = network.logits(batch.images());
      Tensor loss = cross_entropy_loss(logits, labels);
      loss.backward();
      double right = choices(logits).eq(labels).sum().item_double();
      return Map.of("loss", loss.item_double(), "accuracy", right / batch.labels().length);
    }
  }

  @Override
  public Map<String, Double> validate(ImageSet images) {
    int count = validationImages == 0 ? images.size() : Math.min(validationImages, images.size());
    double loss = 0;
    double right = 0;
    for (int from = 0; from < count; from += VALIDATION_BATCH) {
      int size = Math.min(VALIDATION_BATCH, count - from);
      try (PointerScope _ = new PointerScope();
          NoGradGuard _ = new NoGradGuard()) {
        Tensor logits = network.logits(load(images, from, size));
        Tensor labels = labels(images, from, size);
        loss += cross_entropy_loss(logits, labels).item_double() * size;
        right += choices(logits).eq(labels).sum().item_double();
      }
    }
    return Map.of("validation_loss", loss / count, "validation_accuracy", right / count);
  }

  /** The first images of which the network is wrong, as {@code mistakes}; none if it never is. */
  @Override
  public Map<String, Image> pictures(ImageSet images) {
    List<Image> mistakes = new ArrayList<>();
    for (int from = 0; from < images.size() && mistakes.size() < MISTAKES; ) {
      int size = Math.min(VALIDATION_BATCH, images.size() - from);
      long[] choices = choices(images, from, size);
      for (int i = 0; i < size && mistakes.size() < MISTAKES; i++) {
        if (choices[i] != images.label(from + i)) {
          mistakes.add(image(images, from + i));
        }
      }
      from += size;
    }
    return mistakes.isEmpty() ? Map.of() : Map.of("mistakes", ContactSheet.of(mistakes));
  }

  private long[] choices(ImageSet images, int from, int count) {
    try (PointerScope _ = new PointerScope();
        NoGradGuard _ = new NoGradGuard()) {
      long[] choices = new long[count];
      choices(network.logits(load(images, from, count))).data_ptr_long().get(choices);
      return choices;
    }
  }

  private static Tensor choices(Tensor logits) {
    return logits.argmax(new LongOptional(1), false);
  }

  private static Tensor labels(int[] labels) {
    return Tensor.create(IntStream.of(labels).asLongStream().toArray(), labels.length);
  }

  private static Tensor labels(ImageSet images, int from, int count) {
    return labels(IntStream.range(from, from + count).map(images::label).toArray());
  }

  private Tensor load(ImageSet images, int from, int count) {
    return new ImageTensors(image()).load(images, from, count);
  }

  private static Image image(ImageSet images, int index) {
    return Image.ofBytes(
        images.channels(), images.height(), images.width(), images.pixels(index), ValueRange.UNIT);
  }

  @Override
  public ExportedNetwork export(WeightStorage storage) {
    return ClassifierExporter.export(Weights.of(state()), image(), storage);
  }

  @Override
  public void close() {
    network.state().release();
  }
}
