package io.spikelet.runtime.image;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Ends the reading of a picture between two of its lines when its thread is interrupted. */
final class StopWhenInterrupted implements IIOReadProgressListener {

  @Override
  public void imageProgress(ImageReader source, float percentageDone) {
    DecodingStoppedException.stopIfInterrupted();
  }

  @Override
  public void imageStarted(ImageReader source, int imageIndex) {
    DecodingStoppedException.stopIfInterrupted();
  }

  @Override
  public void imageComplete(ImageReader source) {}

  @Override
  public void sequenceStarted(ImageReader source, int minIndex) {}

  @Override
  public void sequenceComplete(ImageReader source) {}

  @Override
  public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

  @Override
  public void thumbnailProgress(ImageReader source, float percentageDone) {}

  @Override
  public void thumbnailComplete(ImageReader source) {}

  @Override
  public void readAborted(ImageReader source) {}
}
