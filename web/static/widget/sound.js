const SECONDS = 0.15;

/** Plays a short, quiet tone; browsers let nobody hear it who has touched nothing in the frame. */
export function chime() {
  if (!navigator.userActivation.hasBeenActive) return;
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 660 });
  tone.connect(new GainNode(audio, { gain: 0.05 })).connect(audio.destination);
  tone.addEventListener("ended", () => audio.close());
  tone.start();
  tone.stop(audio.currentTime + SECONDS);
}
