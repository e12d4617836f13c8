/** Two designers, one draft: the second one to save is told, and nothing is overwritten. */
export class Conflicts {
  constructor(room) {
    this.room = room;
  }

  async tell({ error }) {
    const { room } = this;
    room.warn(error);
    const choice = await room.ask('Somebody else has saved this draft', [
      error,
      room.translate('Nothing was overwritten. Your drawing is still here and in this browser.')
    ], [
      { value: 'download', label: 'Download my drawing', main: true },
      { value: 'theirs', label: 'Set mine aside and open theirs' },
      { value: '', label: 'Go on drawing' }
    ]);
    if (choice === 'download') {
      await room.download();
    } else if (choice === 'theirs') {
      room.setAside(await room.content());
      await room.opening.theirs();
    }
  }
}
