import { create } from 'zustand';

/** A fresh proof that somebody waits for; see `ProofDialog`. */
interface Asked {
  answer: ((proved: boolean) => void) | undefined;
}

export const useProof = create<Asked>(() => ({ answer: undefined }));

/** @returns whether the person has shown once more who they are */
export function askForProof(): Promise<boolean> {
  useProof.getState().answer?.(false);
  return new Promise((resolve) => {
    useProof.setState({
      answer: (proved) => {
        useProof.setState({ answer: undefined });
        resolve(proved);
      },
    });
  });
}
